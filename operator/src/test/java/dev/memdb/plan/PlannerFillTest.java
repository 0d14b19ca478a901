package dev.memdb.plan;

import static dev.memdb.plan.PlannerCase.when;
import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.RunIn;
import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.BackfillState;
import dev.memdb.migration.MigrationSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The decision table of {@link Planner}, part 4: backfills that workers in pods are at. */
class PlannerFillTest {
  private static final MigrationSet SET = Samples.withBackfill(Samples.set(7), "6");
  private static final BackfillState HALF =
      Samples.state("6", BackfillState.Phase.FILLING, 250, 50_000);
  private static final BackfillState DONE =
      Samples.state("6", BackfillState.Phase.FILLED, 1000, 200_000);
  private static final String NOW = "1/";

  static final List<PlannerCase> TABLE =
      List.of(
          when("the version before it is missing", scene(staging().at(4)))
              .then("staging: migrate to 7, Migrating/Migrating (5, 6, 7)"),
          when("not begun: the run prepares it", scene(staging().at(5)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when("begun: there has to be a Job", scene(staging().at(5).filling(HALF)))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1")
              .noting("staging", "filling version 6: 25 %, 500 rows/s, about 5m left"),
          when(
                  "the Job works",
                  scene(staging().at(5).filling(HALF).job(job(WorkerJob.Phase.RUNNING, ""))))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1"),
          when(
                  "its pods do not start",
                  scene(
                      staging()
                          .at(5)
                          .filling(HALF)
                          .job(job(WorkerJob.Phase.STARTING, "ErrImagePull"))))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1")
              .noting("staging", "; Job fill: ErrImagePull"),
          when(
                  "the Job cannot be made",
                  scene(staging().at(5).filling(HALF).jobRefused("exceeded quota")))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1")
              .noting("staging", "; its Job cannot be made: exceeded quota"),
          when(
                  "another text of the version was begun",
                  scene(staging().at(5).filling(other("0".repeat(64)))))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when("filled: the run proves it", scene(staging().at(5).filling(DONE)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when(
                  "to be filled in the operator: the run does it",
                  scene(staging().at(5).filling(HALF).runIn(RunIn.OPERATOR)))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)"),
          when("filled in the operator now", scene(staging().at(5).fillingHere(HALF)))
              .then("staging: nothing, Migrating/BackfillRunning (6, 7)")
              .noting("staging", "25 %", "in the operator's process"),
          when(
                  "begun, and something was changed by hand: the fill comes to its end",
                  scene(staging().at(5).filling(HALF).drift("index a")))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1")
              .noting(
                  "staging",
                  "filling version 6: 25 %",
                  "nothing follows version 6 (DriftDetected): 1 object was changed by hand: index a"),
          when(
                  "filled, and something was changed by hand: that much is proven",
                  scene(staging().at(5).filling(DONE).drift("index a")))
              .then("staging: migrate to 7, Migrating/Migrating (6, 7)")
              .noting("staging", "to apply: 6; nothing follows version 6 (DriftDetected)"),
          when(
                  "not begun, and something was changed by hand",
                  scene(staging().at(5).drift("index a")))
              .then("staging: wait 20s, Stalled/DriftDetected (6, 7)"),
          when(
                  "another text was begun, and something was changed by hand",
                  scene(staging().at(5).filling(other("0".repeat(64))).drift("index a")))
              .then("staging: wait 20s, Stalled/DriftDetected (6, 7)"),
          when("held", scene(staging().at(5).filling(HALF)).hold("incident 12"))
              .then("staging: wait 290s, Suspended/Held (6, 7), job 6.1 suspended"),
          when("the environment is suspended", scene(staging().at(5).filling(HALF).suspend()))
              .then("staging: wait 290s, Suspended/Suspended (6, 7), job 6.1 suspended"),
          when("the set is not there", scene(staging().at(5).filling(HALF)).withoutSource("x"))
              .then("staging: wait 290s, Waiting/AwaitingSource"),
          when(
                  "an environment that goes first is not proven any more",
                  scene(staging().at(4), production().at(5).filling(HALF)))
              .then("staging: migrate to 7, Migrating/Migrating (5, 6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (6, 7), job 6.1 suspended"),
          when(
                  "the Job was given up",
                  scene(
                      staging()
                          .at(5)
                          .filling(HALF)
                          .job(job(WorkerJob.Phase.FAILED, "column x does not exist"))))
              .then("staging: wait 290s, Stalled/BackfillFailed (6, 7)")
              .noting("staging", "Job fill: column x does not exist.", "memdb.dev/requested-at"),
          when(
                  "the Job was given up in the environment that goes first",
                  scene(
                      staging().at(5).filling(HALF).job(job(WorkerJob.Phase.FAILED, "x")),
                      production().at(4)))
              .then("staging: wait 290s, Stalled/BackfillFailed (6, 7)")
              .then("production: wait 290s, Waiting/AwaitingPromotion (5, 6, 7)")
              .noting("production", "waits: staging is held back (BackfillFailed)"),
          when(
                  "the Job was given up, and a person asks for another try",
                  scene(staging().at(5).filling(HALF).job(job(WorkerJob.Phase.FAILED, "x")))
                      .requestedAt("later"))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1"),
          when(
                  "the Job ended a moment after the look",
                  scene(
                      staging()
                          .at(5)
                          .filling(HALF)
                          .job(ended(WorkerJob.Phase.COMPLETE, Scene.NOW.minusSeconds(1)))))
              .then("staging: look, Migrating/BackfillRunning (6, 7), job 6.1"),
          when(
                  "the Job ended well, but rows are open",
                  scene(
                      staging()
                          .at(5)
                          .filling(HALF)
                          .job(ended(WorkerJob.Phase.COMPLETE, Scene.NOW.minusSeconds(60)))))
              .then("staging: wait 290s, Stalled/BackfillFailed (6, 7)")
              .noting("staging", "the workers have ended, but rows are open"));

  @ParameterizedTest
  @FieldSource("TABLE")
  void decides(PlannerCase row) {
    row.verify();
  }

  @Test
  void progressIsLookedAtEveryTenSeconds() {
    Environment seen = staging().at(5).filling(HALF).seen(Duration.ofSeconds(3));

    assertThat(step(scene(seen))).isEqualTo(new Step.Wait(Scene.NOW.plusSeconds(7)));
  }

  @Test
  void newLimitsAreToldSoon() {
    BackfillLimits gentle = new BackfillLimits(Duration.ofMillis(10), 0.2, 1 << 20);
    Environment seen = staging().at(5).filling(HALF).limits(gentle).seen(Duration.ofSeconds(3));

    assertThat(step(scene(seen))).isInstanceOf(Step.Look.class);
  }

  @Test
  void jobsAreRemovedOnlyWhenItIsKnownThatNobodyHasToWork() {
    assertThat(job(scene(staging().at(7)))).isInstanceOf(JobWish.Ending.class);
    assertThat(job(scene(staging().at(5).filling(DONE)))).isInstanceOf(JobWish.Ending.class);
    assertThat(job(scene(staging().at(4)))).isInstanceOf(JobWish.None.class);
    assertThat(job(scene(staging().at(5).filling(HALF).runIn(RunIn.OPERATOR))))
        .isInstanceOf(JobWish.None.class);

    assertThat(job(scene(staging()))).isInstanceOf(JobWish.Keep.class);
    assertThat(job(scene(staging().refused(dev.memdb.api.Reason.UNREACHABLE, "x"))))
        .isInstanceOf(JobWish.Keep.class);
    assertThat(job(scene(staging().at(5).filling(HALF).running("V7"))))
        .isInstanceOf(JobWish.Keep.class);
    assertThat(job(scene(staging().at(5).filling(HALF).busy("memdb/run", 12))))
        .isInstanceOf(JobWish.Keep.class);
  }

  private static Scene scene(Environment... environments) {
    return Scene.of(environments).set(SET);
  }

  private static Step step(Scene scene) {
    return scene.plan().environments().get(0).step();
  }

  private static JobWish job(Scene scene) {
    return scene.plan().environments().get(0).job();
  }

  private static WorkerJob job(WorkerJob.Phase phase, String trouble) {
    return new WorkerJob(
        "fill",
        "6",
        1,
        1,
        phase,
        trouble,
        NOW,
        phase == WorkerJob.Phase.FAILED
            ? Optional.of(Scene.NOW.minusSeconds(60))
            : Optional.empty());
  }

  private static WorkerJob ended(WorkerJob.Phase phase, Instant at) {
    return new WorkerJob("fill", "6", 1, 1, phase, "", NOW, Optional.of(at));
  }

  private static BackfillState other(String digest) {
    BackfillState s = HALF;
    return new BackfillState(
        s.run(),
        s.version(),
        digest,
        s.attempt(),
        s.phase(),
        s.desired(),
        s.limits(),
        s.blocks(),
        s.blocksDone(),
        s.rows(),
        s.hotRows(),
        s.workers(),
        s.failures(),
        s.limitedBy(),
        s.startedAt(),
        s.filledAt(),
        s.seenAt());
  }
}
