package dev.memdb.plan;

import static dev.memdb.plan.PlannerCase.when;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link Planner}, part 4: changes made by hand, and schemas that differ. */
class PlannerDriftTest {
  private static final Duration DUE = Duration.ofSeconds(-1);
  private static final Duration IN_A_MINUTE = Duration.ofMinutes(1);

  static final List<PlannerCase> TABLE =
      List.of(
          when(
                  "drift",
                  Scene.of(staging().at(5).drift("index memory.a_idx: not made by a migration")))
              .then("staging: wait 20s, Stalled/DriftDetected (6, 7)")
              .noting("staging", "1 object was changed by hand: index memory.a_idx"),
          when(
                  "drift that a pending migration is content with",
                  Scene.of(staging().at(5).drift("memory.a_idx"))
                      .set(Samples.ending(7, "CREATE INDEX IF NOT EXISTS a_idx ON memory.a (i)")))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "one of two is taken over",
                  Scene.of(staging().at(5).drift("memory.a_idx", "memory.b_idx"))
                      .set(Samples.ending(7, "CREATE INDEX IF NOT EXISTS a_idx ON memory.a (i)")))
              .then("staging: wait 20s, Stalled/DriftDetected (6, 7)"),
          when(
                  "the migration that has it is beyond the target",
                  Scene.of(staging().at(5).drift("memory.a_idx"))
                      .target("6")
                      .set(Samples.ending(7, "CREATE INDEX IF NOT EXISTS a_idx ON memory.a (i)")))
              .then("staging: wait 20s, Stalled/DriftDetected (6)"),
          when(
                  "the migration that has it is applied already",
                  Scene.of(staging().at(7).drift("memory.a_idx"))
                      .set(Samples.ending(7, "CREATE INDEX IF NOT EXISTS a_idx ON memory.a (i)")))
              .then("staging: wait 20s, Stalled/DriftDetected"),
          when(
                  "the run has found that it is not the same",
                  Scene.of(
                          staging()
                              .at(5)
                              .drift("memory.a_idx")
                              .setback(Reason.DRIFT_DETECTED, "V7:1 makes it otherwise", 1, DUE))
                      .set(Samples.ending(7, "CREATE INDEX IF NOT EXISTS a_idx ON memory.a (i)")))
              .then("staging: wait 20s, Stalled/DriftDetected (6, 7)")
              .noting("staging", "V7:1 makes it otherwise"),
          when(
                  "it was not the same, and somebody has undone it",
                  Scene.of(staging().at(5).setback(Reason.DRIFT_DETECTED, "V7:1", 1, DUE)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "drift that has come to equal what the migrations made before it",
                  Scene.of(staging().at(7), asStaging(production().at(7).drift("a"))))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: migrate to 7, Migrating/Migrating")
              .noting("production", "what the migrations made in staging"),
          when(
                  "the same drift in both proves nothing",
                  Scene.of(staging().at(7).drift("a"), production().at(7).drift("a"))
                      .onDrift(DriftPolicy.REPORT))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 290s, Ready/UpToDate"),
          when(
                  "drift that equals an environment that is not proven",
                  Scene.of(
                      staging().at(7).setback(Reason.VERIFY_FAILED, "V7", 1, DUE),
                      asStaging(production().at(7).drift("a"))))
              .then("staging: wait 290s, Stalled/VerifyFailed")
              .then("production: wait 20s, Stalled/DriftDetected"),
          when(
                  "the comparison did not succeed, and is tried again later",
                  Scene.of(
                      staging().at(7),
                      asStaging(production().at(7).drift("a"))
                          .setback(Reason.TRANSIENT_FAILURE_RETRYING, "x", 1, IN_A_MINUTE)))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 60s, Migrating/TransientFailureRetrying"),
          when("a claim that is gone", Scene.of(staging().at(7).unclaimed()))
              .then("staging: migrate to 7, Migrating/Migrating")
              .noting("staging", "memdb.claim", "claimed again"),
          when(
                  "a claim that is gone, of one that is only looked at",
                  Scene.of(
                      staging().at(7).unclaimed().observed(),
                      production().at(7).unclaimed().suspend()))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 290s, Suspended/Suspended")
              .noting("production", "memdb.claim"),
          when(
                  "drift in staging stops production",
                  Scene.of(staging().at(7).drift("a", "b", "c", "d"), production().at(5)))
              .then("staging: wait 20s, Stalled/DriftDetected")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)")
              .noting("staging", "4 objects were changed by hand: a; b; c; and 1 more")
              .noting("production", "waits: staging is held back (DriftDetected)"),
          when(
                  "drift that is only reported",
                  Scene.of(staging().at(7).drift("a"), production().at(5))
                      .onDrift(DriftPolicy.REPORT))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: migrate to 7, Migrating/Migrating (6, 7)")
              .noting("staging", "1 object was changed by hand (parity.onDrift: Report)"),
          when(
                  "different schemas at the target",
                  Scene.of(staging().at(7), production().at(7)).mismatch(mismatch("7", false)))
              .then("staging: wait 20s, Ready/UpToDate")
              .then("production: wait 20s, Stalled/ParityMismatch")
              .noting(
                  "production",
                  "at version 7 like staging, but differs from it in 2 objects: x; y"),
          when(
                  "different schemas stop those that follow",
                  Scene.of(
                          staging().at(7),
                          new Environment("eu").after("staging").at(7),
                          new Environment("us").after("staging").at(5))
                      .mismatch(
                          new Parity.Mismatch(
                              "staging", "eu", Samples.v("7"), 1, List.of("x"), false)))
              .then("staging: wait 20s, Ready/UpToDate")
              .then("eu: wait 20s, Stalled/ParityMismatch")
              .then("us: wait 290s, Waiting/AwaitingPromotion (6, 7)")
              .noting("us", "the schemas of staging and eu differ"),
          when(
                  "different schemas below the target are for the migrations to mend",
                  Scene.of(staging().at(5), production().at(5)).mismatch(mismatch("5", false)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)")
              .then("production: wait 20s, Waiting/AwaitingPromotion (6, 7)"),
          when(
                  "different schemas that drift explains",
                  Scene.of(staging().at(7), production().at(7).drift("x"))
                      .mismatch(mismatch("7", true)))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 20s, Stalled/DriftDetected"),
          when(
                  "different schemas that drift would explain, but there is none",
                  Scene.of(staging().at(7), production().at(7)).mismatch(mismatch("7", true)))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 20s, Stalled/ParityMismatch"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void decides(PlannerCase situation) {
    situation.verify();
  }

  /** With the schema that staging has. */
  private static Environment asStaging(Environment environment) {
    return environment.fingerprint(Environment.AS_MIGRATED);
  }

  private static Parity.Mismatch mismatch(String version, boolean onlyDrift) {
    return new Parity.Mismatch(
        "staging", "production", Samples.v(version), 2, List.of("x", "y"), onlyDrift);
  }
}
