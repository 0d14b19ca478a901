package dev.memdb.plan;

import dev.memdb.backfill.BackfillState;
import dev.memdb.ledger.Holder;
import dev.memdb.migration.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The words of an environment's note: what is going on and, where a person can do something, what.
 */
final class Notes {
  /** Lines of a longer list that a note quotes; the rest is counted. */
  private static final int QUOTED = 3;

  /** More versions than this are counted, not listed. */
  private static final int LISTED_VERSIONS = 10;

  static final String UNCLAIMED =
      "its row in memdb.claim, which says whose database it is, is gone: it is claimed again";

  static final String JUDGED = "whether what is to be applied is safe is being looked at";

  private Notes() {}

  static String pending(HistoryVerdict.Pending pending) {
    return pending.migrations().isEmpty()
        ? "to verify: " + versions(pending.unverified())
        : "to apply: " + versions(pending.versions());
  }

  static String owner(HistoryVerdict.AwaitingOwner owner, String target) {
    return "mode Observe: %s; waits until its owner has brought it to %s"
        .formatted(
            owner.current().map(v -> "at version " + v).orElse("no version applied yet"), target);
  }

  static String ahead(Version current, String target) {
    return "at version %s, ahead of target %s: schemas only roll forward, so nothing is undone;"
            .formatted(current, target)
        + " raise spec.targetVersion when the application needs the newer schema again";
  }

  static String busy(Holder holder) {
    return "another session migrates this database: pid %d (%s)%s"
        .formatted(
            holder.pid(),
            holder.application().isEmpty() ? "no application_name" : holder.application(),
            holder.since() == null
                ? ""
                : " since " + holder.since().truncatedTo(ChronoUnit.SECONDS));
  }

  /**
   * A failure that passes.
   *
   * @param trying whether the next try is under way
   */
  static String retry(Setback setback, boolean trying) {
    return "%s%s Attempt %d failed; the next one is %s."
        .formatted(
            setback.message(),
            setback.message().endsWith(".") ? "" : ".",
            setback.attempt(),
            trying ? "under way" : "at " + setback.nextTry().truncatedTo(ChronoUnit.SECONDS));
  }

  /** How far a backfill is, and what it waits for. */
  static String filling(BackfillState state, Instant now) {
    FillProgress progress = FillProgress.of(state, now);
    StringBuilder note =
        new StringBuilder(
            "filling version %s: %d %%".formatted(state.version(), progress.percent()));
    progress
        .rowsPerSecond()
        .ifPresent(n -> note.append(String.format(Locale.ROOT, ", %,d rows/s", n)));
    progress
        .remaining()
        .ifPresent(left -> note.append(", about ").append(rough(left)).append(" left"));
    if (state.failures() > 0) {
      note.append(
          "; %d row(s) cannot be filled (memdb.backfill_failure)".formatted(state.failures()));
    }
    state.limitedBy().ifPresent(by -> note.append("; waits: ").append(by));
    return note.toString();
  }

  /** What stands in the way of the workers; empty: nothing. */
  static String workers(FillObservation fill, Optional<WorkerJob> job) {
    if (job.isEmpty()) {
      return fill.refused().map(why -> "; its Job cannot be made: " + why).orElse("");
    }
    return job.get().trouble().isEmpty()
        ? ""
        : "; Job %s: %s".formatted(job.get().name(), job.get().trouble());
  }

  /** Where the workers of a run are. */
  static String here() {
    return "; in the operator's process";
  }

  static String failed(WorkerJob job, String why) {
    return "Job %s: %s. Rows that were filled stay filled. Mend the cause, then set annotation memdb.dev/requested-at to try again."
        .formatted(job.name(), why);
  }

  /** Nobody wants to know the seconds of an hour. */
  private static String rough(Duration left) {
    if (left.compareTo(Duration.ofMinutes(2)) < 0) {
      return left.toSeconds() + "s";
    }
    return left.compareTo(Duration.ofHours(2)) < 0
        ? left.toMinutes() + "m"
        : left.toHours() + "h" + left.toMinutesPart() + "m";
  }

  static String drift(DatabaseFacts facts) {
    return "%s changed by hand: %s. Undo that; or keep it, by a migration that has it with IF NOT EXISTS"
            .formatted(objects(facts.differences()), quoted(facts.drift(), facts.differences()))
        + " (docs/failure-modes.md, DriftDetected); parity.onDrift: Report goes on regardless";
  }

  /** A backfill is brought to its end, and that is all. */
  static String nothingFollows(HistoryVerdict.Pending begun, DatabaseFacts facts) {
    return "; nothing follows version %s (DriftDetected): %s changed by hand: %s"
        .formatted(
            versions(begun.versions()),
            objects(facts.differences()),
            quoted(facts.drift(), facts.differences()));
  }

  static String precedent(String other, DatabaseFacts facts) {
    return "%s changed by hand, and the schema is now what the migrations made in %s: to be recorded as no drift"
        .formatted(objects(facts.differences()), other);
  }

  static String reportedDrift(DatabaseFacts facts) {
    return "%s changed by hand (parity.onDrift: Report)".formatted(objects(facts.differences()));
  }

  static String mismatch(Parity.Mismatch mismatch) {
    return "at version %s like %s, but differs from it in %s: %s. Mend it with a migration"
        .formatted(
            mismatch.version(),
            mismatch.reference(),
            mismatch.count() == 1 ? "1 object" : mismatch.count() + " objects",
            quoted(mismatch.differences(), mismatch.count()));
  }

  static String versions(List<Version> versions) {
    return versions.size() > LISTED_VERSIONS
        ? "%d versions, %s to %s"
            .formatted(versions.size(), versions.get(0), versions.get(versions.size() - 1))
        : versions.stream().map(Version::text).collect(Collectors.joining(", "));
  }

  private static String objects(int count) {
    return count == 1 ? "1 object was" : count + " objects were";
  }

  private static String quoted(List<String> lines, int count) {
    List<String> first = lines.subList(0, Math.min(QUOTED, lines.size()));
    int rest = count - first.size();
    return String.join("; ", first) + (rest > 0 ? "; and %d more".formatted(rest) : "");
  }
}
