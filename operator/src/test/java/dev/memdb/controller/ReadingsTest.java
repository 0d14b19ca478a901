package dev.memdb.controller;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.api.Reason;
import dev.memdb.plan.Samples;
import dev.memdb.plan.Scene;
import dev.memdb.report.ResourceReading;
import dev.memdb.report.ResourceReading.EnvironmentReading;
import dev.memdb.status.Told;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.Test;

/** What the metrics say of a situation. */
class ReadingsTest {
  private static final Scene READY =
      Scene.of(staging().at(7), production().at(7)).equal("staging", "production");

  @Test
  void ready() {
    ResourceReading reading = of(null, READY);

    assertThat(reading.ready()).isTrue();
    assertThat(reading.reason()).isEqualTo(Reason.UP_TO_DATE);
    assertThat(reading.parity()).hasValue(true);
    assertThat(reading.environments())
        .extracting(EnvironmentReading::name)
        .containsExactly("staging", "production");
    EnvironmentReading staging = reading.environments().get(0);
    assertThat(staging.state()).isEqualTo(EnvironmentState.READY);
    assertThat(staging.pending()).isZero();
    assertThat(staging.drift()).hasValue(0);
    assertThat(staging.lookedAt()).hasValue(Scene.NOW.minusSeconds(10));
  }

  @Test
  void versionsAreCountedBeyondWhatTheStatusLists() {
    ResourceReading reading = of(null, Scene.of(staging().at(3)).set(Samples.set(30)).target("30"));

    assertThat(reading.ready()).isFalse();
    assertThat(reading.environments().get(0).pending()).isEqualTo(27);
  }

  @Test
  void drift() {
    ResourceReading reading =
        of(
            null,
            Scene.of(staging().at(7), production().at(7).drift("extra index a", "extra index b"))
                .equal("staging", "production"));

    assertThat(reading.ready()).isFalse();
    assertThat(reading.reason()).isEqualTo(Reason.DRIFT_DETECTED);
    assertThat(reading.environments().get(1).drift()).hasValue(2);
  }

  @Test
  void whatIsNotKnownYetIsNotTold() {
    ResourceReading reading = of(null, Scene.of(staging(), production()));

    assertThat(reading.parity()).isEmpty();
    assertThat(reading.environments().get(1).drift()).isEmpty();
    assertThat(reading.environments().get(1).lookedAt()).isEmpty();
  }

  @Test
  void afterARestartWhatWasToldLastIsTold() {
    MemoryDatabaseStatus before = Told.by(READY).status();

    ResourceReading reading = of(before, Scene.of(staging(), production()));

    assertThat(reading.ready()).isTrue();
    assertThat(reading.parity()).hasValue(true);
    assertThat(reading.environments().get(1).drift()).hasValue(0);
    assertThat(reading.environments().get(1).lookedAt()).isEmpty();
  }

  private static ResourceReading of(MemoryDatabaseStatus before, Scene scene) {
    MemoryDatabase resource = new MemoryDatabase();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace("ai").withName("recall").withUid("1").build());
    return Readings.of(
        resource, Told.by(before, scene).status(), scene.observation(), scene.plan());
  }
}
