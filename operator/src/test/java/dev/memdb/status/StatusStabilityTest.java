package dev.memdb.status;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.api.ConditionType;
import dev.memdb.api.DriftPolicy;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.RunIn;
import dev.memdb.backfill.BackfillState;
import dev.memdb.plan.Environment;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Samples;
import dev.memdb.plan.Scene;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A status that says nothing new equals the one before: it is not written again. */
class StatusStabilityTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void timeAloneChangesNothing() {
    Told told = Told.by(ready());

    assertThat(told.then(ready().later(HOUR))).isEqualTo(told);
  }

  @Test
  void aNewLookThatFindsTheSameChangesNothing() {
    Told told = Told.by(ready());
    Told again =
        told.then(
            Scene.of(staging().at(7).seen(Duration.ZERO), production().at(7).seen(Duration.ZERO))
                .equal("staging", "production")
                .later(HOUR));

    assertThat(again).isEqualTo(told);
  }

  @Test
  void aRestartChangesNothing() {
    Told told = Told.by(ready());

    assertThat(told.then(Scene.of(staging(), production()).later(HOUR))).isEqualTo(told);
    assertThat(told.then(Scene.of(staging().looking(), production().at(7)).later(HOUR)))
        .isEqualTo(told);
  }

  @Test
  void aRestartDoesNotHideWhatIsKnownAlready() {
    Told told =
        Told.by(ready())
            .then(Scene.of(staging(), production().refused(Reason.UNREACHABLE, "x")).later(HOUR));

    assertThat(told.answer(ConditionType.READY)).isEqualTo("False/Unreachable");
    assertThat(told.environment("staging").reason()).isEqualTo(Reason.UP_TO_DATE);
    assertThat(told.environment("production").version()).isEqualTo("7");
  }

  @Test
  void aDifferenceThatIsGoneIsNotToldOnceMore() {
    Environment drifted = production().at(7).fingerprint("sha256:other").drift("extra index x");
    Told told =
        Told.by(Scene.of(staging().at(7), drifted).mismatch(indexInProduction()))
            .then(Scene.of(staging(), production().at(7)).later(HOUR));

    assertThat(told.answer(ConditionType.DRIFT_FREE)).isEqualTo("True/NoDrift");
    assertThat(told.answer(ConditionType.SCHEMA_PARITY)).isEqualTo("Unknown/Checking");
    assertThat(told.answer(ConditionType.READY)).isEqualTo("False/Checking");
  }

  @Test
  void aRestartDoesNotForgetADifferenceThatIsOnlyReported() {
    Environment drifted = production().at(7).fingerprint("sha256:other").drift("extra index x");
    Told told =
        Told.by(
            Scene.of(staging().at(7), drifted)
                .onDrift(DriftPolicy.REPORT)
                .mismatch(indexInProduction()));

    assertThat(
            told.then(
                Scene.of(staging().at(7), production()).onDrift(DriftPolicy.REPORT).later(HOUR)))
        .isEqualTo(told);
  }

  private static Parity.Mismatch indexInProduction() {
    return new Parity.Mismatch(
        "staging", "production", Samples.v("7"), 1, List.of("extra index x"), true);
  }

  @Test
  void aRestartEndsTheTaleOfWorkThatDied() {
    Told told = Told.by(Scene.of(staging().at(5).running("V6__step.sql:3")));

    assertThat(told.environment("staging").progress()).isNotNull();
    Told restarted = told.then(Scene.of(staging()));
    assertThat(restarted.environment("staging").reason()).isEqualTo(Reason.CHECKING);
    assertThat(restarted.environment("staging").progress()).isNull();
  }

  @Test
  void theWorkOfPodsDoesNotEndWithTheProcess() {
    Scene filling =
        Scene.of(
                staging()
                    .at(5)
                    .filling(Samples.state("6", BackfillState.Phase.FILLING, 250, 50_000)))
            .set(Samples.withBackfill(Samples.set(7), "6"));
    Told told = Told.by(filling);
    Scene unseen = Scene.of(staging()).set(Samples.withBackfill(Samples.set(7), "6"));
    Scene here = Scene.of(staging().runIn(RunIn.OPERATOR)).set(unseen.observation().set().get());

    assertThat(told.then(unseen).environment("staging")).isEqualTo(told.environment("staging"));
    assertThat(told.then(here).environment("staging").reason()).isEqualTo(Reason.CHECKING);
  }

  @Test
  void aNewSpecIsLookedAtAfresh() {
    Told told = Told.by(ready()).then(Scene.of(staging(), production()).generation(2));

    assertThat(told.answer(ConditionType.READY)).isEqualTo("False/Checking");
    assertThat(told.status().observedGeneration()).isEqualTo(2);
    assertThat(told.environment("staging").version()).as("still worth knowing").isEqualTo("7");
  }

  @Test
  void aConditionKeepsItsTimeWhileItsAnswerIsTheSame() {
    Told told = Told.by(Scene.of(staging().at(5)));
    Told later = told.then(Scene.of(staging().refused(Reason.TLS_FAILED, "expired")).later(HOUR));

    assertThat(told.condition(ConditionType.READY).lastTransitionTime())
        .isEqualTo("2026-03-01T10:00:00Z");
    assertThat(later.condition(ConditionType.READY).lastTransitionTime())
        .isEqualTo("2026-03-01T10:00:00Z");
    assertThat(later.condition(ConditionType.STALLED).lastTransitionTime())
        .isEqualTo("2026-03-01T11:00:00Z");
  }

  @Test
  void sinceMovesWithStateAndReasonOnly() {
    Told told = Told.by(Scene.of(staging().at(5).running("V6__step.sql:3")));
    Told further = told.then(Scene.of(staging().at(5).running("V7__step.sql:1")).later(HOUR));
    Told done = further.then(Scene.of(staging().at(7)).later(HOUR));

    assertThat(further.environment("staging").note()).isEqualTo("at V7__step.sql:1");
    assertThat(further.environment("staging").since()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(done.environment("staging").since()).isEqualTo("2026-03-01T11:00:00Z");
  }

  @Test
  void checkedAtMovesWhenTheSchemaDoes() {
    Told told = Told.by(Scene.of(staging().at(7).seen(HOUR)));
    Told same = told.then(Scene.of(staging().at(7)));
    Told drifted = same.then(Scene.of(staging().at(7).fingerprint("sha256:other").drift("x")));

    assertThat(told.environment("staging").schema().checkedAt()).isEqualTo("2026-03-01T09:00:00Z");
    assertThat(same.environment("staging").schema().checkedAt()).isEqualTo("2026-03-01T09:00:00Z");
    assertThat(drifted.environment("staging").schema().checkedAt())
        .isEqualTo("2026-03-01T09:59:50Z");
  }

  @Test
  void whatCannotBeReadStaysAsItWasToldLast() {
    Told told =
        Told.by(ready())
            .then(
                Scene.of(staging().refused(Reason.UNREACHABLE, "no route"), production().at(7))
                    .later(HOUR));

    assertThat(told.environment("staging").version()).isEqualTo("7");
    assertThat(told.environment("staging").recentMigration().version()).isEqualTo("7");
    assertThat(told.environment("staging").schema().fingerprint()).isEqualTo("sha256:5ca1ab1e");
    assertThat(told.status().versions()).isEqualTo("staging=7 production=7");
  }

  @Test
  void anEnvironmentThatLeftTheSpecLeavesTheStatus() {
    Told told = Told.by(ready()).then(Scene.of(staging().at(7)).generation(2));

    assertThat(told.status().environments()).extracting("name").containsExactly("staging");
  }

  @Test
  void comesBackFromTheApiServerAsItWent() throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    Environment busy = staging().at(5).running("V6__step.sql:3").drift("a", "b");
    for (Scene scene : new Scene[] {ready(), Scene.of(busy, production()), Scene.of(staging())}) {
      MemoryDatabaseStatus status = Told.by(scene).status();
      assertThat(json.readValue(json.writeValueAsString(status), MemoryDatabaseStatus.class))
          .isEqualTo(status);
    }
  }

  private static Scene ready() {
    return Scene.of(staging().at(7), production().at(7)).equal("staging", "production");
  }
}
