package dev.memdb.apply;

import dev.memdb.apply.healing.BusyException;
import dev.memdb.apply.healing.Leftovers;
import dev.memdb.ledger.Fence;
import dev.memdb.migration.Migration;
import dev.memdb.postgres.SqlText;
import dev.memdb.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Runs the statements of one file in the fenced session: the first in one trip with the fence and
 * the reset, each further one in a trip of its own, so that progress, duration and a stop between
 * statements are exact.
 */
final class Script {
  private static final String RESET = SqlText.resource(Script.class, "reset.sql").strip() + "\n";

  /** Outside a transaction a lock is waited for as long as it takes: readers are not blocked. */
  private static final String PATIENT = "SET lock_timeout = 0; SET statement_timeout = 0; ";

  /** Remains are cleared at once where that is quick; else before the next try, patiently. */
  private static final String HASTY = FileRun.LEAVE + "SET lock_timeout = '2s'; ";

  private final Connection connection;
  private final Fence fence;
  private final RunControl control;
  private final String reset;

  Script(Connection connection, Fence fence, RunControl control) {
    this.connection = connection;
    this.fence = fence;
    this.control = control;
    this.reset = reset(connection);
  }

  /** Takes back whatever an earlier file may have left in the session. */
  static String reset(Connection connection) {
    try {
      boolean hasTransactionTimeout = connection.getMetaData().getDatabaseMajorVersion() >= 17;
      return RESET + (hasTransactionTimeout ? "SET transaction_timeout = 0; " : "");
    } catch (SQLException e) {
      throw new IllegalStateException("the driver knows the server's version", e);
    }
  }

  /** Runs the file inside the transaction that Flyway has begun. */
  void runInTransaction(FileRun file, List<Statement> statements) {
    Migration migration = file.migration();
    String prefix =
        reset // first: the check must not run as the role or by the search_path of another file
            + fence.enter(migration.version())
            + (StatementTraits.blockNoWriter(statements)
                ? "SET LOCAL statement_timeout = 0; "
                : "");
    boolean first = true;
    for (Statement statement : statements) {
      announce(migration, statement, statements);
      String before = first ? prefix : "";
      long start = System.nanoTime();
      try (var s = connection.createStatement()) {
        s.setEscapeProcessing(false);
        boolean rows = s.execute(before + statement.text());
        if (first) {
          file.inTransaction(transactionId(s, rows));
        }
      } catch (SQLException e) {
        throw failure(
            migration,
            statement,
            before.length(),
            MigrationFailure.ROLLED_BACK,
            first ? fence.inWords(e) : e);
      }
      file.ran(statement, System.nanoTime() - start);
      first = false;
    }
    if (migration.verification() != null && !Verifier.afterCommit(migration)) {
      new Verifier(connection).verify(migration);
    }
  }

  /** Runs the one statement of a file that cannot be in a transaction. */
  void runAlone(FileRun file) {
    Migration migration = file.migration();
    Statement statement = migration.statements().get(0);
    announce(migration, statement, migration.statements());
    Leftovers leftovers = Leftovers.of(migration, connection);
    try {
      Sql.execute(connection, reset + PATIENT);
      Sql.execute(connection, fence.enter(migration.version()));
      if (leftovers.happenedBefore()) {
        file.alreadyHappened();
        return;
      }
      tell(leftovers.clear());
      Sql.execute(connection, fence.check() + file.attempt(leftovers.before()));
    } catch (SQLException e) {
      throw failure(migration, statement, Integer.MAX_VALUE, "Nothing was done.", fence.inWords(e));
    }
    long start = System.nanoTime();
    try {
      Sql.execute(connection, statement.text());
    } catch (SQLException e) {
      throw failure(migration, statement, 0, clear(leftovers), e);
    }
    file.ran(statement, System.nanoTime() - start);
  }

  private void tell(List<String> dropped) {
    for (String index : dropped) {
      control.note("dropped invalid index " + index + ", left by an interrupted try");
    }
  }

  /** What a failed statement left behind costs every write: it goes at once, if that is quick. */
  private String clear(Leftovers leftovers) {
    try {
      Sql.execute(connection, HASTY);
      tell(leftovers.clear());
      return "It ran outside a transaction; nothing of it is left.";
    } catch (SQLException e) {
      return "It ran outside a transaction; what it left behind could not be removed at once ("
          + ErrorPosition.message(e)
          + ") and is removed before the next try.";
    }
  }

  private void announce(Migration migration, Statement statement, List<Statement> all) {
    control.progress(
        where(migration, statement.line())
            + ", statement "
            + (all.indexOf(statement) + 1)
            + " of "
            + all.size());
    if (control.stopped()) {
      throw new MigrationFailure(
          MigrationFailure.Kind.CANCELLED,
          migration,
          where(migration, statement.line()),
          "stopped",
          "",
          null);
    }
  }

  private static String transactionId(java.sql.Statement s, boolean rows) throws SQLException {
    boolean isRows = rows;
    while (isRows || s.getUpdateCount() >= 0) {
      if (isRows) {
        try (ResultSet r = s.getResultSet()) {
          if (r.getMetaData().getColumnLabel(1).equals("memdb_transaction") && r.next()) {
            return r.getString(1);
          }
        }
      }
      isRows = s.getMoreResults();
    }
    throw new SQLException("the transaction did not tell its number");
  }

  private static MigrationFailure failure(
      Migration migration, Statement statement, int prefix, String aftermath, SQLException e) {
    int line = ErrorPosition.line(migration.sql(), statement, prefix, e);
    return new MigrationFailure(
        e instanceof BusyException ? MigrationFailure.Kind.BUSY : MigrationFailure.Kind.STATEMENT,
        migration,
        where(migration, line),
        ErrorPosition.message(e),
        aftermath,
        e);
  }

  static String where(Migration migration, int line) {
    return migration.fileName() + ":" + line;
  }
}
