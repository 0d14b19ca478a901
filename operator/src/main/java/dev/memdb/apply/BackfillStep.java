package dev.memdb.apply;

import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.Backfills;
import dev.memdb.backfill.Preflight;
import dev.memdb.backfill.StaleRows;
import dev.memdb.migration.BackfillSpec;
import dev.memdb.migration.Migration;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A backfill as a step among migrations. The data is moved outside of the run and without its lock;
 * here is what comes before, under the lock, and what comes after: PostgreSQL itself proves that no
 * row is open, by a CHECK constraint. Its lock waits for every writer, so that not even a
 * transaction that was open all the time can bring one in; a count would not see that.
 */
final class BackfillStep {
  private static final String CHECK_VIOLATION = "23514";
  private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";

  /** PostgreSQL cuts names at NAMEDATALEN - 1 bytes. */
  private static final int NAME_LIMIT = 63;

  private final Connection connection;
  private final Migration migration;
  private final BackfillSpec spec;

  BackfillStep(Connection connection, Migration migration) {
    this.connection = connection;
    this.migration = migration;
    this.spec = migration.backfill();
  }

  /**
   * Makes the run, unless it is there.
   *
   * @param control hears of it when it was made: who goes on with one tells nothing again
   * @return its number
   * @throws MigrationFailure when something stands against it
   */
  long prepare(RunControl control) throws SQLException {
    Preflight.Findings findings = Preflight.look(connection, spec);
    List<String> objections = findings.objections();
    if (!objections.isEmpty()) {
      String all = String.join("; ", objections);
      throw new MigrationFailure(
          MigrationFailure.Kind.STATEMENT,
          migration,
          migration.fileName(),
          spec.relation() + ": " + all,
          "This run filled nothing.",
          new SQLException(all, OBJECT_NOT_IN_PREREQUISITE_STATE));
    }
    Backfills.Prepared prepared =
        Backfills.prepare(
            connection,
            migration.version().text(),
            migration.sha256(),
            spec,
            BackfillLimits.DEFAULT);
    if (prepared.begun()) {
      control.backfillBegins(migration, findings.notices());
    }
    return prepared.run();
  }

  /**
   * Lets PostgreSQL prove that nothing is open, once everything has been filled; may be repeated.
   *
   * @param fence the check that goes in front of what changes something
   * @return false: it has not been filled yet
   * @throws MigrationFailure when a row is open
   */
  boolean isProven(String fence) {
    try {
      Sql.execute(connection, FileRun.LEAVE);
      if (!Backfills.isFilled(connection, migration.version().text(), migration.sha256())) {
        return false;
      }
      if (Backfills.hasFailures(connection, migration.version().text())) {
        throw incomplete(null); // a constraint would refuse the application's writes to those rows
      }
      refuseStaleRows();
      prove(fence);
      return true;
    } catch (SQLException e) {
      throw SqlFailure.state(e).equals(CHECK_VIOLATION) ? incomplete(e) : failure(e);
    }
  }

  /** What the constraint cannot see: rows whose value is no longer, or never was, the right one. */
  private void refuseStaleRows() throws SQLException {
    Sql.execute(connection, "SET search_path = pg_catalog");
    List<String> stale = StaleRows.find(connection, spec);
    Sql.execute(connection, FileRun.LEAVE);
    if (!stale.isEmpty()) {
      throw new MigrationFailure(
          MigrationFailure.Kind.BACKFILL,
          migration,
          migration.fileName(),
          "rows of %s have other values than the file's expressions give, among those that were looked at: %s; does a trigger compute them anew when what they depend on changes? Where the application may set values of its own, say in the file what is done, like complete: '%s'"
              .formatted(spec.relation(), String.join(", ", stale), spec.done()),
          "The rows that were open are filled.",
          null);
    }
  }

  private MigrationFailure failure(SQLException e) {
    return new MigrationFailure(
        MigrationFailure.Kind.STATEMENT,
        migration,
        migration.fileName(),
        ErrorPosition.message(e),
        "Rows that were filled stay filled.",
        e);
  }

  private MigrationFailure incomplete(SQLException e) {
    String rows;
    try {
      rows = Backfills.reopen(connection, migration.version().text());
    } catch (SQLException unread) {
      return failure(unread);
    }
    return new MigrationFailure(
        MigrationFailure.Kind.BACKFILL,
        migration,
        migration.fileName(),
        rows.isEmpty()
            ? "rows came in that are not filled: does a trigger on %s fill new rows, and those that are updated? (SELECT … WHERE %s)"
                .formatted(spec.relation(), spec.pending())
            : rows,
        "The rows that could be filled are.",
        e);
  }

  private void prove(String fence) throws SQLException {
    // a check's names are looked up when it is made: never in the path of the application
    Sql.execute(
        connection,
        fence
            + "SET LOCAL search_path = pg_catalog; ALTER TABLE "
            + spec.relation()
            + " DROP CONSTRAINT IF EXISTS "
            + constraint()
            + ", ADD CONSTRAINT "
            + constraint()
            + " CHECK ("
            + spec.invariant()
            + "\n) NOT VALID");
    Sql.execute(connection, "SET statement_timeout = 0"); // it blocks nobody
    try {
      Sql.execute(connection, fence + alter("VALIDATE"));
    } catch (SQLException e) {
      if (SqlFailure.state(e).equals(CHECK_VIOLATION)) { // it would refuse the application's writes
        Sql.execute(connection, fence + alter("DROP"));
      }
      throw e;
    }
    Sql.execute(connection, FileRun.LEAVE);
  }

  private String alter(String what) {
    return "ALTER TABLE " + spec.relation() + " " + what + " CONSTRAINT " + constraint();
  }

  /** What goes into the transaction of the history row: the proof is used up there. */
  List<Statement> closing() {
    String sql =
        alter("DROP")
            + "; UPDATE memdb.backfill_run SET state = 'proven' WHERE version = "
            + SqlText.literal(migration.version().text());
    try {
      return SqlParser.shared().parse(sql);
    } catch (SqlSyntaxException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private String constraint() {
    String name = "memdb_backfill_" + migration.version().text().replace('.', '_');
    return SqlText.identifier(name.length() > NAME_LIMIT ? name.substring(0, NAME_LIMIT) : name);
  }
}
