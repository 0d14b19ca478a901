package dev.memdb.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.Reason;
import dev.memdb.report.ResourceReading.EnvironmentReading;
import dev.memdb.testkit.Scrape;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** A series is there as long as what it speaks of. */
class ResourceGaugesTest {
  private static final String STAGING = "environment=\"staging\"";
  private static final EnvironmentReading UNSEEN =
      new EnvironmentReading(
          "staging",
          EnvironmentState.UNKNOWN,
          Reason.CHECKING,
          0,
          OptionalInt.empty(),
          Optional.empty());

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ResourceGauges gauges = new ResourceGauges(registry.getPrometheusRegistry());

  @Test
  void thereIsNothingWithoutResources() {
    assertThat(registry.scrape()).doesNotContain("memdb_");
  }

  @Test
  void whatIsNotKnownHasNoSeries() {
    gauges.tell(reading("recall", "1", false, Reason.CHECKING, Optional.empty(), UNSEEN));

    assertThat(scrape().value("memdb_ready", "name=\"recall\"", "namespace=\"ai\"")).hasValue(0);
    assertThat(scrape().value("memdb_environment_pending_versions", STAGING)).hasValue(0);
    assertThat(scrape().series("memdb_schema_parity")).isEmpty();
    assertThat(scrape().series("memdb_environment_drift_objects")).isEmpty();
    assertThat(scrape().series("memdb_environment_last_look_timestamp_seconds")).isEmpty();
  }

  @Test
  void aChangeMovesTheSameSeries() {
    gauges.tell(reading("recall", "1", false, Reason.CHECKING, Optional.empty(), UNSEEN));
    gauges.tell(
        reading(
            "recall", "1", false, Reason.DRIFT_DETECTED, Optional.of(false), drifted("staging")));

    Scrape scrape = scrape();
    assertThat(scrape.value("memdb_ready")).hasValue(0);
    assertThat(scrape.series("memdb_ready_reason"))
        .containsExactly(
            "memdb_ready_reason{name=\"recall\",namespace=\"ai\",reason=\"DriftDetected\"}");
    assertThat(scrape.value("memdb_schema_parity")).hasValue(0);
    assertThat(scrape.series("memdb_environment_state"))
        .containsExactly(
            "memdb_environment_state{environment=\"staging\",name=\"recall\",namespace=\"ai\","
                + "reason=\"DriftDetected\",state=\"Stalled\"}");
    assertThat(scrape.value("memdb_environment_pending_versions", STAGING)).hasValue(12);
    assertThat(scrape.value("memdb_environment_drift_objects", STAGING)).hasValue(3);
    assertThat(scrape.value("memdb_environment_last_look_timestamp_seconds", STAGING))
        .hasValue(1_772_359_200.25);
  }

  @Test
  void anEnvironmentThatIsRenamedLeavesNothingBehind() {
    gauges.tell(
        reading("recall", "1", true, Reason.UP_TO_DATE, Optional.of(true), drifted("production")));
    gauges.tell(
        reading("recall", "1", true, Reason.UP_TO_DATE, Optional.of(true), drifted("prod")));

    assertThat(registry.scrape()).doesNotContain("production").contains("environment=\"prod\"");
    assertThat(scrape().value("memdb_schema_parity")).hasValue(1);
  }

  @Test
  void aDeletedResourceLeavesNothingBehind() {
    gauges.tell(
        reading("recall", "1", true, Reason.UP_TO_DATE, Optional.of(true), drifted("staging")));
    gauges.tell(
        reading("search", "2", true, Reason.UP_TO_DATE, Optional.of(true), drifted("staging")));

    gauges.forget("ai", "recall", "1");

    assertThat(scrape().series("memdb_ready"))
        .containsExactly("memdb_ready{name=\"search\",namespace=\"ai\"}");
    assertThat(registry.scrape()).doesNotContain("recall");
  }

  /** The end of the old one may be heard of when the new one has been told already. */
  @Test
  void theNextOfTheSameNameStays() {
    gauges.tell(
        reading("recall", "1", true, Reason.UP_TO_DATE, Optional.of(true), drifted("staging")));
    gauges.tell(reading("recall", "2", false, Reason.CHECKING, Optional.empty(), UNSEEN));

    gauges.forget("ai", "recall", "1");

    assertThat(scrape().value("memdb_ready")).hasValue(0);
  }

  private static ResourceReading reading(
      String name,
      String uid,
      boolean ready,
      Reason reason,
      Optional<Boolean> parity,
      EnvironmentReading environment) {
    return new ResourceReading("ai", name, uid, ready, reason, parity, List.of(environment));
  }

  private static EnvironmentReading drifted(String name) {
    return new EnvironmentReading(
        name,
        EnvironmentState.STALLED,
        Reason.DRIFT_DETECTED,
        12,
        OptionalInt.of(3),
        Optional.of(Instant.parse("2026-03-01T10:00:00.250Z")));
  }

  private Scrape scrape() {
    return new Scrape(registry.scrape());
  }
}
