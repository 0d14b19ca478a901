package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far a run is.
 *
 * @param blocks of all its tables
 * @param done of them
 * @param rows that were filled
 * @param complete true: every segment is done
 */
public record Progress(long blocks, long done, long rows, boolean complete) {
  private static final String SQL = SqlText.resource(Progress.class, "progress.sql");

  /** Reads it. */
  public static Progress of(Connection connection, long run) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SQL)) {
      s.setLong(1, run);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return new Progress(r.getLong(1), r.getLong(2), r.getLong(3), r.getBoolean(4));
      }
    }
  }

  /** 0 to 100. */
  public int percent() {
    return blocks == 0 ? 100 : (int) (100 * done / blocks);
  }
}
