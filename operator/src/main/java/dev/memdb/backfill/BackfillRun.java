package dev.memdb.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A backfill as its workers see it: everything they need stands in its row.
 *
 * @param id in {@code memdb.backfill_run}
 * @param relation the table or the root of its partitions, quoted
 * @param pending the predicate of rows that have to be filled
 * @param assignments the SET clause
 * @param values the expressions alone, for reading
 * @param dutyMax as the run has it at the beginning
 */
record BackfillRun(
    long id, String relation, String pending, String assignments, String values, double dutyMax) {
  private static final String LOAD =
      "SELECT relation, pending, assignments, expressions, duty_max FROM memdb.backfill_run WHERE id = ?";

  /** Documentation, appendix A: no_data. */
  private static final String NO_DATA = "02000";

  /**
   * Reads it.
   *
   * @throws SQLException also when it is not there: its file has changed meanwhile
   */
  static BackfillRun load(Connection connection, long id) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(LOAD)) {
      s.setLong(1, id);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          throw new SQLException("memdb.backfill_run has no run " + id, NO_DATA);
        }
        return new BackfillRun(
            id, r.getString(1), r.getString(2), r.getString(3), r.getString(4), r.getDouble(5));
      }
    }
  }
}
