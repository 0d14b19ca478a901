package dev.memdb.plan;

import static dev.memdb.plan.PlannerCase.when;
import static dev.memdb.plan.Samples.failed;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;

import dev.memdb.api.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link Planner}, part 3: what an environment itself objects. */
class PlannerRefusalTest {
  private static final Duration DUE = Duration.ofSeconds(-1);
  private static final Duration IN_A_MINUTE = Duration.ofMinutes(1);
  private static final Basis OLDER = new Basis(0, Optional.empty(), Optional.empty());

  static final List<PlannerCase> TABLE =
      List.of(
          // an environment's own objections
          when(
                  "a wrong password is tried again every 4 s",
                  Scene.of(
                      staging().refused(Reason.AUTHENTICATION_FAILED, "28P01"),
                      production().refused(Reason.SECRET_NOT_FOUND, "x", Duration.ofSeconds(2))))
              .then("staging: look, Stalled/AuthenticationFailed")
              .then("production: wait 2s, Stalled/SecretNotFound"),
          when(
                  "a problem of one does not hide the other",
                  Scene.of(
                      staging().refused(Reason.UNREACHABLE, "x"), production().at(5).drift("y")))
              .then("staging: look, Waiting/Unreachable")
              .then("production: wait 20s, Stalled/DriftDetected (6, 7)"),
          when("a failed row", Scene.of(staging().with(failed(1, "1")), production().at(7)))
              .then("staging: wait 20s, Stalled/DirtyHistory")
              .then("production: wait 290s, Ready/UpToDate"),
          when("another session migrates it", Scene.of(staging().at(5).busy("psql", 4711)))
              .then("staging: look, Waiting/WriterBusy")
              .noting("staging", "pid 4711 (psql) since 2026-03-01T09:59:18Z"),
          when(
                  "an observed database is behind",
                  Scene.of(staging().at(5).observed(), production().at(5)))
              .then("staging: wait 20s, Waiting/AwaitingOwner (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)")
              .noting("production", "waits: staging is held back (AwaitingOwner)"),

          // failures
          when(
                  "a lock was not had",
                  Scene.of(
                      staging().at(5).setback(Reason.LOCK_TIMEOUT_RETRYING, "x", 2, IN_A_MINUTE)))
              .then("staging: wait 60s, Migrating/LockTimeoutRetrying (6, 7)")
              .noting("staging", "x. Attempt 2 failed; the next one is at 2026-03-01T10:01:00Z."),
          when(
                  "the next try is due",
                  Scene.of(staging().at(5).setback(Reason.LOCK_TIMEOUT_RETRYING, "x", 2, DUE)))
              .then("staging: migrate to 7, Migrating/LockTimeoutRetrying (6, 7)"),
          when(
                  "the next try is under way",
                  Scene.of(
                      staging()
                          .at(5)
                          .running("V6")
                          .setback(Reason.LOCK_TIMEOUT_RETRYING, "x", 2, DUE)))
              .then("staging: nothing, Migrating/LockTimeoutRetrying (6, 7)")
              .noting("staging", "x. Attempt 2 failed; the next one is under way."),
          when(
                  "it never got as far as a look",
                  Scene.of(staging().setback(Reason.WRITER_BUSY, "x", 1, IN_A_MINUTE)))
              .then("staging: look, Waiting/WriterBusy"),
          when(
                  "a migration is wrong",
                  Scene.of(
                      staging().at(5).setback(Reason.MIGRATION_FAILED, "V6:3", 1, DUE),
                      production().at(5)))
              .then("staging: wait 290s, Stalled/MigrationFailed (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7)"),
          when(
                  "a migration was wrong, and somebody applied it",
                  Scene.of(staging().at(7).setback(Reason.MIGRATION_FAILED, "V6:3", 1, DUE)))
              .then("staging: wait 290s, Ready/UpToDate"),
          when(
                  "a check after COMMIT failed",
                  Scene.of(
                      staging().at(7).setback(Reason.VERIFY_FAILED, "V7", 1, DUE),
                      production().at(6)))
              .then("staging: wait 290s, Stalled/VerifyFailed")
              .then("production: wait 290s, Waiting/AwaitingPromotion (7)"),
          when(
                  "spec, set or annotation changed since a failure",
                  Scene.of(staging().at(5).setback(OLDER, Reason.MIGRATION_FAILED, "x", 1, DUE)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "another try is asked for",
                  Scene.of(
                          staging()
                              .at(5)
                              .setback(Reason.LOCK_TIMEOUT_RETRYING, "x", 2, IN_A_MINUTE))
                      .requestedAt("now"))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void decides(PlannerCase situation) {
    situation.verify();
  }
}
