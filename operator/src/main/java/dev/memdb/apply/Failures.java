package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.ledger.Fence;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.postgres.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a failure of a migration means: for the status, and for the ledger. */
final class Failures {
  private final RunControl control;
  private final Limits limits;

  Failures(RunControl control, Limits limits) {
    this.control = control;
    this.limits = limits;
  }

  /** How the run ends. */
  RunResult result(MigrationFailure failure, List<Version> applied, Optional<DatabaseFacts> facts) {
    if (failure.kind() == MigrationFailure.Kind.CANCELLED || control.stopped()) {
      return new RunResult.Cancelled(applied, facts);
    }
    if (failure.kind() == MigrationFailure.Kind.VERIFICATION) {
      return new RunResult.Stopped(
          Reason.VERIFY_FAILED,
          "%s: %s. %s"
              .formatted(
                  failure.where(),
                  failure.getMessage(),
                  rolledBack(failure)
                      ? "The migration was rolled back; correct it or the check."
                      : "The migration is committed; mend the data, then set annotation memdb.dev/requested-at to try the check again."),
          applied,
          facts);
    }
    return switch (SqlFailure.of(failure)) {
      case LOCK_TIMEOUT ->
          new RunResult.Postponed(
              Reason.LOCK_TIMEOUT_RETRYING,
              "%s waited %s for its lock and gave up, so that nobody had to wait behind it%s."
                  .formatted(failure.where(), shown(limits.lockTimeout().toMillis()), blockers()),
              applied,
              facts);
      case TRANSIENT ->
          new RunResult.Postponed(
              Reason.TRANSIENT_FAILURE_RETRYING,
              "%s: %s. Such failures pass; it is tried again from the history."
                  .formatted(failure.where(), failure.getMessage()),
              applied,
              facts);
      case FENCED_OUT ->
          new RunResult.Postponed(
              Reason.WRITER_BUSY,
              "%s: another migrator has taken over; this one has stopped."
                  .formatted(failure.where()),
              applied,
              facts);
      case CANCELLED ->
          new RunResult.Stopped(
              Reason.MIGRATION_FAILED,
              "%s took longer than locking.statementTimeout (%s) or was cancelled by hand; it was rolled back. Split it, or raise the limit."
                  .formatted(failure.where(), shown(limits.statementTimeout().toMillis())),
              applied,
              facts);
      case PERMISSION, PERMANENT ->
          new RunResult.Stopped(
              Reason.MIGRATION_FAILED,
              "%s: %s. %s Correct the file, or the database, and set annotation memdb.dev/requested-at to try again."
                  .formatted(
                      failure.where(),
                      failure.getMessage(),
                      rolledBack(failure)
                          ? "It was rolled back."
                          : "It ran outside a transaction."),
              applied,
              facts);
    };
  }

  private static boolean rolledBack(MigrationFailure failure) {
    return failure.migration().transactional()
        && (failure.migration().verification() == null
            || failure.migration().verification().insideTransaction()
            || failure.where().startsWith(failure.migration().fileName()));
  }

  private String blockers() {
    List<String> blockers = control.blockers();
    return blockers.isEmpty() ? "" : "; in the way: " + String.join(", ", blockers);
  }

  private static String shown(long millis) {
    return millis % 60_000 == 0
        ? millis / 60_000 + "m"
        : millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  /**
   * Writes a final failure into the ledger, so that a restarted operator does not try it again.
   * When the connection is gone it cannot, and another try is right anyway.
   */
  static void record(
      RunResult result,
      FileRun file,
      MigrationFailure failure,
      Connection connection,
      Fence fence) {
    if (!(result instanceof RunResult.Stopped stopped) || file == null) {
      return;
    }
    try (var s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(
          FileRun.LEAVE
              + fence.check()
              + file.failed(stopped.reason().text(), SqlFailure.state(failure), stopped.message()));
    } catch (SQLException e) {
      // as said above
    }
  }
}
