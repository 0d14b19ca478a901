package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Fills what the passes have not met, by a search of the whole table; usually next to nothing. */
final class Sweep {
  private static final String SQL = SqlText.resource(Sweep.class, "sweep.sql");

  private final Connection connection;
  private final BackfillRun run;

  Sweep(Connection connection, BackfillRun run) {
    this.connection = connection;
    this.run = run;
  }

  /**
   * Sweeps a table until nothing is open but what was written down as failing.
   *
   * @return how many rows it has filled
   */
  long sweep(long relid, String relation) throws SQLException {
    RowSql sql = new RowSql(connection, run, relid, relation);
    FailingRows failing = new FailingRows(connection, run, relid, sql);
    long filled = 0;
    try (PreparedStatement s = connection.prepareStatement(sql.of(SQL))) {
      s.setLong(1, run.id());
      s.setLong(2, relid);
      while (true) {
        try {
          int rows = s.executeUpdate();
          if (rows == 0) {
            return filled;
          }
          filled += rows;
        } catch (SQLException e) {
          if (!DataError.is(e)) {
            throw e;
          }
          failing.findOpen(e);
        }
      }
    }
  }
}
