package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Looks at the first rows of a table and at the server: how its pages may best be gone through. */
final class Sample {
  private static final String SQL = SqlText.resource(Sample.class, "sample.sql");

  /** Stands for values that cannot be had: eight bytes. */
  private static final String UNKNOWN = "0::bigint";

  /** A window may take up that share of the cache. */
  private static final double CACHE = 0.05;

  private static final long SMALLEST_WINDOW = 64;

  private final Connection connection;
  private final BackfillRun run;

  Sample(Connection connection, BackfillRun run) {
    this.connection = connection;
    this.run = run;
  }

  Pages pages(Segment segment) throws SQLException {
    return new Pages(layout(segment), largestWindow());
  }

  private Layout layout(Segment segment) throws SQLException {
    try {
      return layout(segment, run.values());
    } catch (SQLException e) {
      if (DataError.is(e)) { // of a row in the sample; it is found when its turn comes
        return layout(segment, UNKNOWN);
      }
      throw e;
    }
  }

  private Layout layout(Segment segment, String values) throws SQLException {
    String sql = RowSql.fill(SQL, Map.of("relation", segment.relation(), "values", values));
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      double row = r.getDouble(2);
      return row <= 0 ? Layout.PLAIN : Layout.of(r.getDouble(1), r.getDouble(3) / row);
    }
  }

  private long largestWindow() throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT setting::bigint FROM pg_settings WHERE name = 'shared_buffers'")) {
      r.next();
      return Math.max(SMALLEST_WINDOW, (long) (r.getLong(1) * CACHE));
    }
  }
}
