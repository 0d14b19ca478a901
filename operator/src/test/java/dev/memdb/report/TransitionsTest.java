package dev.memdb.report;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.backfill.BackfillState;
import dev.memdb.plan.Environment;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Samples;
import dev.memdb.plan.Scene;
import dev.memdb.plan.Shown;
import dev.memdb.plan.WorkerJob;
import dev.memdb.status.Told;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What happens between two situations, and which events tell of it. */
class TransitionsTest {
  private static final BackfillState HALF = limited(null);
  private static final BackfillState DONE =
      Samples.state("6", BackfillState.Phase.FILLED, 1000, 200_000);

  static final List<Row> TABLE =
      List.of(
          row("a resource that is new and has work to do")
              .to(Scene.of(staging(), production()).shown(Shown.NOTHING))
              .tells("Normal Migrating staging: bringing it to version 7"),
          row("a resource that is new and has none")
              .to(ready())
              .tells(
                  "Normal UpToDate staging and production are equal at version 7 (sha256:5ca1ab1e)"),
          row("nothing").from(ready()).to(ready()).tells(),
          row("nothing but time").from(ready()).to(ready().later(Duration.ofHours(1))).tells(),
          row("a restart").from(ready()).to(Scene.of(staging(), production())).tells(),
          row("a restart with trouble")
              .from(ready().hold("x"))
              .to(Scene.of(staging(), production()).hold("x"))
              .tells(),

          // the way of a change
          row("a new target")
              .from(
                  Scene.of(staging().at(5), production().at(5))
                      .target("5")
                      .equal("staging", "production"))
              .to(Scene.of(staging().at(5), production().at(5)))
              .tells("Normal Migrating staging: to apply: 6, 7"),
          row("the next statement")
              .from(Scene.of(staging().at(5).running("V6__step.sql:1")))
              .to(Scene.of(staging().at(5).running("V6__step.sql:9")))
              .tells(),
          row("staging is done")
              .from(Scene.of(staging().at(5).running("V7__step.sql:1"), production().at(5)))
              .to(Scene.of(staging().at(7), production().at(5)))
              .tells(
                  "Normal Migrated staging is at version 7 (step, 120ms), before that at 5",
                  "Normal Promoted production: to apply: 6, 7"),
          row("production is done")
              .from(Scene.of(staging().at(7), production().at(5).running("V7__step.sql:1")))
              .to(ready())
              .tells(
                  "Normal Migrated production is at version 7 (step, 120ms), before that at 5",
                  "Normal UpToDate staging and production are equal at version 7 (sha256:5ca1ab1e)"),
          row("an empty database is done")
              .from(Scene.of(staging().running("V7__step.sql:1")))
              .to(Scene.of(staging().at(7)))
              .tells(
                  "Normal Migrated staging is at version 7 (step, 120ms)",
                  "Normal UpToDate there is one environment only: version 7 (sha256:5ca1ab1e)"),
          row("a database that was merely not looked at")
              .from(Scene.of(staging()))
              .to(Scene.of(staging().at(7)))
              .tells("Normal UpToDate there is one environment only: version 7 (sha256:5ca1ab1e)"),
          row("a lower target")
              .from(Scene.of(staging().at(7)))
              .to(Scene.of(staging().at(7)).target("5").generation(2))
              .tells(
                  "Warning AheadOfTarget staging: at version 7, ahead of target 5: schemas only roll"
                      + " forward, so nothing is undone; raise spec.targetVersion when the"
                      + " application needs the newer schema again"),

          // trouble
          row("a lock is waited for")
              .from(Scene.of(staging().at(5).running("V6__step.sql:1")))
              .to(waitingForALock(1))
              .tells(
                  "Warning LockTimeoutRetrying staging: blocked. Attempt 1 failed; the next one is at"
                      + " 2026-03-01T10:01:00Z."),
          row("it is still waited for").from(waitingForALock(1)).to(waitingForALock(2)).tells(),
          row("staging cannot be reached")
              .from(ready())
              .to(Scene.of(staging().refused(Reason.UNREACHABLE, "no route"), production().at(7)))
              .tells("Warning Unreachable staging: no route"),
          row("staging is back")
              .from(Scene.of(staging().at(7).refused(Reason.UNREACHABLE, "x"), production().at(7)))
              .to(ready())
              .tells(
                  "Normal UpToDate staging and production are equal at version 7 (sha256:5ca1ab1e)"),
          row("a wrong password")
              .from(ready())
              .to(
                  Scene.of(
                      staging().at(7), production().refused(Reason.AUTHENTICATION_FAILED, "x")))
              .tells("Warning AuthenticationFailed production: x"),
          row("drift")
              .from(ready())
              .to(Scene.of(staging().at(7), production().at(7).drift("index a", "index b")))
              .tells(
                  "Warning DriftDetected production differs from what the migrations made in 2 objects:"
                      + " index a; index b"),
          row("drift that is only reported")
              .from(ready().onDrift(DriftPolicy.REPORT))
              .to(
                  Scene.of(staging().at(7), production().at(7).drift("index a"))
                      .onDrift(DriftPolicy.REPORT)
                      .equal("staging", "production"))
              .tells(
                  "Warning DriftDetected production differs from what the migrations made in 1 object:"
                      + " index a"),
          row("drift is gone")
              .from(Scene.of(staging().at(7).drift("index a")))
              .to(Scene.of(staging().at(7)))
              .tells(
                  "Normal DriftGone staging is again as the migrations made it",
                  "Normal UpToDate there is one environment only: version 7 (sha256:5ca1ab1e)"),
          row("different schemas")
              .from(ready())
              .to(different())
              .tells(
                  "Warning ParityMismatch production differs from staging at version 7: index a"),
          row("equal schemas again")
              .from(different())
              .to(ready())
              .tells(
                  "Normal ParityRestored staging and production are equal at version 7"
                      + " (sha256:5ca1ab1e)",
                  "Normal UpToDate staging and production are equal at version 7 (sha256:5ca1ab1e)"),

          // about the whole resource: once, not once per environment
          row("held")
              .from(ready())
              .to(ready().hold("incident 12"))
              .tells(
                  "Normal Held held by annotation memdb.dev/hold (incident 12): databases are only"
                      + " looked at until it is removed"),
          row("a missing source")
              .from(ready())
              .to(ready().withoutSource("ConfigMap recall-migrations not found"))
              .tells("Warning AwaitingSource ConfigMap recall-migrations not found"),
          row("a bad source")
              .from(ready())
              .to(ready().refusedSource("V3.sql: no version in the name"))
              .tells("Warning InvalidMigrationSet V3.sql: no version in the name"),
          row("a backfill begins")
              .from(filling(staging().at(4)))
              .to(filling(staging().at(5).filling(HALF)))
              .tells("Normal Migrated staging is at version 5 (step, 120ms), before that at 4"),
          row("a backfill is seen by an operator that has just begun")
              .from(filling(staging()))
              .to(filling(staging().at(5).filling(HALF)))
              .tells(),
          row("a backfill goes on after its Job was given up")
              .from(filling(staging().at(5).filling(HALF).job(job(WorkerJob.Phase.FAILED))))
              .to(filling(staging().at(5).filling(HALF).job(job(WorkerJob.Phase.RUNNING))))
              .tells(
                  "Normal BackfillResumed staging: filling version 6: 25 %, 500 rows/s, about 5m"
                      + " left"),
          row("a backfill goes on")
              .from(filling(staging().at(5).filling(HALF)))
              .to(filling(staging().at(5).filling(HALF)))
              .tells(),
          row("a backfill is held")
              .from(filling(staging().at(5).filling(HALF)))
              .to(filling(staging().at(5).filling(HALF)).hold("incident 12"))
              .tells(
                  "Normal BackfillPaused staging: held; to apply: 6, 7",
                  "Normal Held held by annotation memdb.dev/hold (incident 12): databases are only looked"
                      + " at until it is removed"),
          row("a backfill waits for a standby")
              .from(filling(staging().at(5).filling(HALF)))
              .to(filling(staging().at(5).filling(limited("a standby is 99 MiB behind"))))
              .tells(
                  "Normal BackfillWaiting staging: filling version 6: 25 %, 500 rows/s, about 5m"
                      + " left; waits: a standby is 99 MiB behind"),
          row("another operator has not looked yet, while rows are filled")
              .from(filling(staging().at(5).filling(HALF)))
              .to(filling(staging()))
              .tells(),
          row("everything is filled")
              .from(filling(staging().at(5).filling(HALF)))
              .to(filling(staging().at(5).filling(DONE)))
              .tells(
                  "Normal BackfillFilled staging: filling version 6, done",
                  "Normal Migrating staging: to apply: 6, 7"));

  private static BackfillState limited(String by) {
    return Samples.state("6", BackfillState.Phase.FILLING, 250, 50_000, by);
  }

  private static WorkerJob job(WorkerJob.Phase phase) {
    return new WorkerJob("recall-staging-6", "6", 1, 1, phase, "", "1/", Optional.empty());
  }

  private static Scene filling(Environment environment) {
    return Scene.of(environment).set(Samples.withBackfill(Samples.set(7), "6"));
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void tells(Row row) {
    Told before = row.from() == null ? null : Told.by(row.from());
    Told now = before == null ? Told.by(row.to()) : before.then(row.to());

    List<Notice> notices =
        Transitions.between(before == null ? null : before.status(), now.status());

    assertThat(notices.stream().map(n -> n.type().text() + " " + n.reason() + " " + n.note()))
        .containsExactlyElementsOf(row.expected());
  }

  private static Scene ready() {
    return Scene.of(staging().at(7), production().at(7)).equal("staging", "production");
  }

  private static Scene different() {
    return Scene.of(staging().at(7), production().at(7))
        .mismatch(
            new Parity.Mismatch(
                "staging", "production", Samples.v("7"), 1, List.of("index a"), false));
  }

  private static Scene waitingForALock(int attempt) {
    return Scene.of(
        staging()
            .at(5)
            .setback(
                Reason.LOCK_TIMEOUT_RETRYING, "blocked.", attempt, Duration.ofMinutes(attempt)));
  }

  private static Row row(String name) {
    return new Row(name, null, null, List.of());
  }

  record Row(String name, Scene from, Scene to, List<String> expected) {
    Row from(Scene scene) {
      return new Row(name, scene, to, expected);
    }

    Row to(Scene scene) {
      return new Row(name, from, scene, expected);
    }

    Row tells(String... notices) {
      return new Row(name, from, to, List.of(notices));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
