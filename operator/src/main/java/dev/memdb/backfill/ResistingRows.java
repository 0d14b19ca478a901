package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows that an update leaves open without any error: its value is NULL, or a trigger returns NULL
 * or OLD or takes the value back. They would be swept for ever.
 */
final class ResistingRows {
  private static final String UPDATE =
      SqlText.resource(ResistingRows.class, "resisting-update.sql");
  private static final String STILL_OPEN = SqlText.resource(ResistingRows.class, "still-open.sql");

  private static final String KEPT =
      "it is open after its update: a trigger keeps it as it is (returns NULL or OLD, or sets the"
          + " column), or complete: is not true of the value";

  private static final String NULL_VALUE = "its value is NULL";

  private final Connection connection;
  private final FailingRows failing;
  private final RowSql sql;

  ResistingRows(Connection connection, FailingRows failing, RowSql sql) {
    this.connection = connection;
    this.failing = failing;
    this.sql = sql;
  }

  /**
   * Tries each place once more, by itself; a row that moved meanwhile is let be.
   *
   * @return how many were written down
   */
  int writeDown(List<String> places) throws SQLException {
    int written = 0;
    for (String place : places) {
      SQLException why = attempt(place);
      if (why != null) {
        failing.quarantine(place, why);
        written++;
      }
    }
    return written;
  }

  /** Null: the row can be filled, or is somewhere else by now. Nothing is kept of it. */
  private SQLException attempt(String place) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement update = connection.prepareStatement(sql.of(UPDATE));
        PreparedStatement open = connection.prepareStatement(sql.of(STILL_OPEN))) {
      update.setString(1, place);
      try (ResultSet r = update.executeQuery()) {
        if (r.next()) {
          return r.getBoolean(1) ? reason(r.getBoolean(2)) : null;
        }
      }
      open.setString(1, place);
      try (ResultSet r = open.executeQuery()) {
        return r.next() ? reason(false) : null;
      }
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** With SQLSTATEs of the documentation, appendix A. */
  private static SQLException reason(boolean isNull) {
    return isNull ? new SQLException(NULL_VALUE, "22004") : new SQLException(KEPT, "09000");
  }
}
