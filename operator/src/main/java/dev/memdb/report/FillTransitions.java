package dev.memdb.report;

import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.ProgressStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import java.util.Optional;

/**
 * What is worth an event about a backfill: pauses, waits, and its end. Its start is told by the run
 * that began it; a status cannot tell it from a restart.
 */
final class FillTransitions {
  private FillTransitions() {}

  static Optional<Notice> between(EnvironmentStatus before, EnvironmentStatus now) {
    boolean was = before.reason() == Reason.BACKFILL_RUNNING;
    boolean is = now.reason() == Reason.BACKFILL_RUNNING;
    if (is && !was) {
      return isPaused(before) || isStalled(before)
          ? Optional.of(Notice.normal("BackfillResumed", text(now)))
          : Optional.empty();
    }
    if (was && !is) {
      return ended(before, now);
    }
    return is ? waits(before, now) : Optional.empty();
  }

  /** A failure is told with its reason; after a restart it is only not known what goes on. */
  private static Optional<Notice> ended(EnvironmentStatus before, EnvironmentStatus now) {
    if (isPaused(now)) {
      return Optional.of(Notice.normal("BackfillPaused", text(now)));
    }
    boolean filled =
        now.reason() == Reason.MIGRATING // the proof comes next
            || (now.version() != null && !now.version().equals(before.version()));
    return filled
        ? Optional.of(
            Notice.normal("BackfillFilled", "%s: %s, done".formatted(now.name(), step(before))))
        : Optional.empty();
  }

  private static Optional<Notice> waits(EnvironmentStatus before, EnvironmentStatus now) {
    boolean waited = limitedBy(before) != null;
    boolean waits = limitedBy(now) != null;
    if (waits == waited) {
      return Optional.empty();
    }
    return Optional.of(Notice.normal(waits ? "BackfillWaiting" : "BackfillResumed", text(now)));
  }

  private static boolean isPaused(EnvironmentStatus status) {
    return status.reason() != null && status.reason().severity() == Severity.SUSPENDED;
  }

  private static boolean isStalled(EnvironmentStatus status) {
    return status.reason() != null && status.reason().severity() == Severity.STALLED;
  }

  private static String limitedBy(EnvironmentStatus status) {
    return status.progress() == null ? null : status.progress().limitedBy();
  }

  private static String step(EnvironmentStatus status) {
    return Optional.ofNullable(status.progress()).map(ProgressStatus::step).orElse("filling");
  }

  private static String text(EnvironmentStatus status) {
    return status.name() + ": " + status.note();
  }
}
