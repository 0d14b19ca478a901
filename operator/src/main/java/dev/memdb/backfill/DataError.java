package dev.memdb.backfill;

import dev.memdb.postgres.SqlFailure;
import java.sql.SQLException;

/** Whether a failure is that of some row (documentation, appendix A), and not of everything. */
final class DataError {
  private DataError() {}

  static boolean is(SQLException e) {
    String state = SqlFailure.state(e);
    return state.startsWith("22")
        || state.startsWith("23")
        || state.equals("P0001")
        || state.equals("P0002")
        || state.startsWith("0A");
  }
}
