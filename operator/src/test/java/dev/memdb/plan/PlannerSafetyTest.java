package dev.memdb.plan;

import static dev.memdb.plan.PlannerCase.when;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;

import dev.memdb.api.Reason;
import dev.memdb.api.UnsafeDdl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link Planner}, part 7: versions that are unsafe. */
class PlannerSafetyTest {
  static final List<PlannerCase> TABLE =
      List.of(
          when(
                  "an unsafe version stops before any environment, earlier ones go on",
                  Scene.of(
                      staging().at(4).judged(unsafe("5", "6")),
                      production().at(4).judged(unsafe("5", "6"))))
              .then("staging: migrate to 5, Migrating/Migrating (5, 6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (5, 6, 7)")
              .noting("staging", "to apply: 5")
              .noting("production", "staging is not at version 5"),
          when(
                  "the next one is it",
                  Scene.of(
                      staging().at(5).judged(unsafe("6", "6")),
                      production().at(5).judged(unsafe("6", "6"))))
              .then("staging: wait 290s, Stalled/UnsafeMigration (6, 7)")
              .then("production: wait 290s, Stalled/UnsafeMigration (6, 7)")
              .noting(
                  "staging",
                  "V6__step.sql:3",
                  "And 1 more",
                  "Nothing from version 6 on",
                  "memdb:allow RULE WHY"),
          when(
                  "an environment behind is brought to the version before it",
                  Scene.of(
                      staging().at(5).judged(unsafe("6", "6")),
                      production().at(3).judged(unsafe("4", "6"))))
              .then("staging: wait 290s, Stalled/UnsafeMigration (6, 7)")
              .then("production: migrate to 5, Migrating/Migrating (4, 5, 6, 7)"),
          when(
                  "what is unsafe in production only is not applied to staging",
                  Scene.of(
                      staging().at(5).judged(safe("6")),
                      production().at(5).judged(unsafe("6", "7"))))
              .then("staging: migrate to 6, Migrating/Migrating (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)"),
          when(
                  "not before every database was asked",
                  Scene.of(staging().at(5).judged(unsafe("6", "7")), production().at(5).suspect()))
              .then("staging: wait 290s, Unknown/Checking (6, 7)")
              .then("production: look, Waiting/AwaitingPromotion (6, 7)"),
          when(
                  "what another set or target was judged for does not count",
                  Scene.of(staging().at(5).judged(unsafe("5", "6"))))
              .then("staging: look, Unknown/Checking (6, 7)"),
          when(
                  "whoever has it already is not stopped",
                  Scene.of(staging().at(7), production().at(5).judged(unsafe("6", "6"))))
              .then("staging: wait 290s, Ready/UpToDate")
              .then("production: wait 290s, Stalled/UnsafeMigration (6, 7)"),
          when("the first version of all", Scene.of(staging().with().judged(unsafe("1", "1"))))
              .then("staging: wait 290s, Stalled/UnsafeMigration (1, 2, 3, 4, 5, 6, 7)"),
          when(
                  "Warn goes on",
                  Scene.of(staging().at(5).judged(unsafe("6", "6"))).unsafeDdl(UnsafeDdl.WARN))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "what is worse of its own is told first",
                  Scene.of(
                      staging().at(5).drift("memory.a_idx").judged(unsafe("6", "6")),
                      production().at(5).refused(Reason.UNREACHABLE, "no answer")))
              .then("staging: wait 20s, Stalled/DriftDetected (6, 7)")
              .then("production: look, Waiting/Unreachable"),
          when(
                  "a failure of what may be applied stays",
                  Scene.of(
                      staging()
                          .at(4)
                          .judged(unsafe("5", "6"))
                          .setback(Reason.MIGRATION_FAILED, "V5", 1, Duration.ofSeconds(-1))))
              .then("staging: wait 290s, Stalled/MigrationFailed (5, 6, 7)"),
          when("held", Scene.of(staging().at(5).judged(unsafe("6", "6"))).hold("nights off"))
              .then("staging: wait 290s, Stalled/UnsafeMigration (6, 7)"));

  /** Of what is missing from that version on. */
  private static Judgement unsafe(String from, String version) {
    return new Judgement(
        Samples.set(7).digest(),
        Samples.v(from),
        Samples.v("7"),
        Optional.of(Samples.v(version)),
        List.of("V" + version + "__step.sql:3: locks everybody out. [a-rule] Do it so."),
        2);
  }

  private static Judgement safe(String from) {
    return new Judgement(
        Samples.set(7).digest(), Samples.v(from), Samples.v("7"), Optional.empty(), List.of(), 0);
  }

  @ParameterizedTest
  @FieldSource("TABLE")
  void plans(PlannerCase row) {
    row.verify();
  }
}
