package dev.memdb.status;

import dev.memdb.api.ProgressStatus;
import dev.memdb.api.Reason;
import dev.memdb.backfill.BackfillState;
import dev.memdb.plan.Activity;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.FillProgress;
import dev.memdb.plan.Sighting;
import dev.memdb.plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is told of work that is under way: a statement, or rows that are filled. */
final class Progress {
  private Progress() {}

  /** Empty: nothing is under way. */
  static Optional<ProgressStatus> of(Standing standing, EnvironmentObservation environment) {
    Optional<Activity> run = environment.activity().filter(a -> a.kind() == Activity.Kind.RUN);
    if (run.isPresent()) {
      Activity activity = run.get();
      return Optional.of(
          activity
              .filling()
              .map(state -> filling(state, activity.updatedAt()))
              .orElseGet(() -> statement(activity)));
    }
    return standing.reason() == Reason.BACKFILL_RUNNING
        ? environment
            .facts()
            .flatMap(DatabaseFacts::backfill)
            .map(state -> filling(state, environment.sighting().map(Sighting::at).orElseThrow()))
        : Optional.empty();
  }

  private static ProgressStatus statement(Activity activity) {
    return new ProgressStatus(
        Texts.bounded(activity.step(), Texts.LINE),
        null,
        null,
        null,
        null,
        null,
        Texts.time(activity.since()),
        Texts.time(activity.updatedAt()));
  }

  private static ProgressStatus filling(BackfillState state, Instant at) {
    FillProgress progress = FillProgress.of(state, at);
    return new ProgressStatus(
        "filling version " + state.version(),
        progress.percent(),
        progress.remaining().map(Progress::roughly).orElse(null),
        progress.rowsPerSecond().isPresent() ? progress.rowsPerSecond().getAsLong() : null,
        progress.hotPercent().isPresent() ? progress.hotPercent().getAsInt() : null,
        state.limitedBy().map(by -> Texts.bounded(by, Texts.LINE)).orElse(null),
        Texts.time(state.startedAt()),
        Texts.time(at));
  }

  /** Whole seconds: an estimate has no fractions. */
  private static String roughly(Duration left) {
    return Texts.duration(Duration.ofSeconds(Math.max(1, left.toSeconds()))).replace(".0s", "s");
  }
}
