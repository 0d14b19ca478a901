package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import dev.memdb.ledger.Fence;
import dev.memdb.ledger.Holder;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.postgres.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a failure means: for the status, and for the ledger. */
final class Failures {
  private final RunControl control;
  private final Limits limits;

  Failures(RunControl control, Limits limits) {
    this.control = control;
    this.limits = limits;
  }

  /** How a run ends whose migration failed. */
  RunResult result(MigrationFailure failure, List<Version> applied, Optional<DatabaseFacts> facts) {
    if (failure.kind() == MigrationFailure.Kind.CANCELLED || control.stopped()) {
      return new RunResult.Cancelled(applied, facts);
    }
    Reason reason = reason(failure);
    return end(reason, message(reason, failure), applied, facts);
  }

  private static Reason reason(MigrationFailure failure) {
    if (failure.kind() == MigrationFailure.Kind.BACKFILL) {
      return Reason.BACKFILL_INCOMPLETE;
    }
    boolean verification = failure.kind() == MigrationFailure.Kind.VERIFICATION;
    if (SqlFailure.deepest(failure) == null) {
      return verification ? Reason.VERIFY_FAILED : Reason.INTERNAL_ERROR;
    }
    Reason reason = reason(SqlFailure.of(failure));
    return verification && reason == Reason.MIGRATION_FAILED ? Reason.VERIFY_FAILED : reason;
  }

  private String message(Reason reason, MigrationFailure failure) {
    String what = failure.where() + ": " + failure.getMessage();
    return switch (reason) {
      case LOCK_TIMEOUT_RETRYING ->
          failure.kind() == MigrationFailure.Kind.BUSY
              ? what + ". It is tried again."
              : failure.where() + waited();
      case WRITER_BUSY -> what + "; this run has stopped.";
      case TRANSIENT_FAILURE_RETRYING ->
          what + ". Such failures pass; it is tried again from the history.";
      case VERIFY_FAILED -> what + ". " + failure.aftermath();
      case BACKFILL_INCOMPLETE ->
          "%s. %s Mend these rows, or the expression, and set annotation memdb.dev/requested-at to try again."
              .formatted(what, failure.aftermath());
      case INTERNAL_ERROR -> what + ". This was not expected; it is tried again.";
      default ->
          SqlFailure.of(failure) == SqlFailure.CANCELLED
              ? "%s took longer than locking.statementTimeout (%s) or was cancelled by hand. %s Split it, raise the limit, or set annotation memdb.dev/requested-at to try again."
                  .formatted(
                      failure.where(),
                      shown(limits.statementTimeout().toMillis()),
                      failure.aftermath())
              : "%s. %s Correct the file, which is tried at once; or mend the database, and set annotation memdb.dev/requested-at to try again."
                  .formatted(what, failure.aftermath());
    };
  }

  /** How a run ends that failed between its files, or before the first. */
  RunResult result(SQLException e) {
    if (control.stopped()) {
      return new RunResult.Cancelled(List.of(), Optional.empty());
    }
    Reason reason = reason(e);
    String message =
        reason == Reason.LOCK_TIMEOUT_RETRYING
            ? "the look at the history" + waited()
            : ErrorPosition.message(e);
    return end(reason, message, List.of(), Optional.empty());
  }

  /** Everything is applied, but not written down what the schema looks like now. */
  RunResult notRecorded(SQLException e, List<Version> applied) {
    if (control.stopped()) {
      return new RunResult.Cancelled(applied, Optional.empty());
    }
    return new RunResult.Postponed(
        Reason.TRANSIENT_FAILURE_RETRYING,
        "all versions are applied, but the schema could not be read afterwards: "
            + ErrorPosition.message(e),
        applied,
        Optional.empty());
  }

  /** How a run ends that did not get the lock. */
  static RunResult busy(RunControl control, Optional<Holder> rival, DatabaseFacts facts) {
    if (control.stopped()) {
      return new RunResult.Cancelled(List.of(), Optional.of(facts));
    }
    return new RunResult.Postponed(
        Reason.WRITER_BUSY,
        "another session has the migration lock of this database"
            + rival
                .map(
                    h ->
                        h.pid() == 0
                            ? ": %s, since %s".formatted(h.application(), h.since())
                            : ": pid %d (%s), since %s"
                                .formatted(h.pid(), h.application(), h.since()))
                .orElse(""),
        List.of(),
        Optional.of(facts));
  }

  /** How a run ends for a reason, by what the reason means. */
  static RunResult end(
      Reason reason, String message, List<Version> applied, Optional<DatabaseFacts> facts) {
    return reason.severity() == Severity.STALLED
        ? new RunResult.Stopped(reason, message, applied, facts)
        : new RunResult.Postponed(reason, message, applied, facts);
  }

  /** The reason for a failure outside of files. */
  static Reason reason(SQLException e) {
    return switch (SqlFailure.of(e)) {
      case PERMISSION -> Reason.PERMISSION_DENIED;
      case CANCELLED -> Reason.TRANSIENT_FAILURE_RETRYING;
      case PERMANENT -> Reason.INTERNAL_ERROR;
      default -> reason(SqlFailure.of(e));
    };
  }

  private static Reason reason(SqlFailure failure) {
    return switch (failure) {
      case LOCK_TIMEOUT -> Reason.LOCK_TIMEOUT_RETRYING;
      case TRANSIENT -> Reason.TRANSIENT_FAILURE_RETRYING;
      case FENCED_OUT -> Reason.WRITER_BUSY;
      case CANCELLED, PERMISSION, PERMANENT -> Reason.MIGRATION_FAILED;
    };
  }

  private String waited() {
    String blockers = control.blockersInWords();
    return " waited %s for its lock and gave up, so that nobody had to wait behind it%s."
        .formatted(
            shown(limits.lockTimeout().toMillis()),
            blockers.isEmpty() ? "" : "; in the way: " + blockers);
  }

  private static String shown(long millis) {
    return millis % 60_000 == 0
        ? millis / 60_000 + "m"
        : millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  /**
   * Writes a failure into the ledger; a final one, so that a restarted operator does not try it
   * again. When the connection is gone it cannot, and another try is right anyway.
   */
  static void record(
      RunResult result,
      FileRun file,
      MigrationFailure failure,
      Connection connection,
      Fence fence) {
    String row;
    if (file == null) {
      return;
    } else if (result instanceof RunResult.Stopped s) {
      row = file.failed(s.reason().text(), SqlFailure.state(failure), s.message());
    } else if (result instanceof RunResult.Postponed p) {
      row = file.postponed(p.reason().text(), SqlFailure.state(failure), p.message());
    } else {
      return;
    }
    try {
      Sql.execute(connection, FileRun.LEAVE + fence.check() + row);
    } catch (SQLException e) {
      // as said above
    }
  }
}
