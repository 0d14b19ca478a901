package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Fills what the passes have not met, by a search of the whole table; usually next to nothing. */
final class Sweep {
  private static final String SQL = SqlText.resource(Sweep.class, "sweep.sql");

  /** So many rows that stay open without an error are written down; one takes some ms. */
  private static final int ENOUGH = 2_000;

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
    ResistingRows resisting = new ResistingRows(connection, failing, sql);
    long filled = 0;
    int resisted = 0;
    try (PreparedStatement s = connection.prepareStatement(sql.of(SQL))) {
      s.setLong(1, run.id());
      s.setLong(2, relid);
      while (true) {
        try (ResultSet r = s.executeQuery()) {
          r.next();
          if (r.getLong(1) == 0) {
            return filled;
          }
          filled += r.getLong(2);
          if (r.getLong(2) == 0) {
            resisted += resisting.writeDown(failing.open());
            if (resisted >= ENOUGH) {
              return filled; // it is no matter of single rows: the proof tells
            }
          }
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
