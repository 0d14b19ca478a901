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

  private static final int BLOCKS = 32;
  private static final long SMALLEST_WINDOW = 64;

  private final Connection connection;
  private final BackfillRun run;

  Sample(Connection connection, BackfillRun run) {
    this.connection = connection;
    this.run = run;
  }

  Pages pages(Segment segment) throws SQLException {
    return new Pages(shape(segment), largestWindow());
  }

  private Shape shape(Segment segment) throws SQLException {
    try {
      return shape(segment, run.values());
    } catch (SQLException e) {
      if (DataError.is(e)) { // of a row in the sample; it is found when its turn comes
        return shape(segment, UNKNOWN);
      }
      throw e;
    }
  }

  private Shape shape(Segment segment, String values) throws SQLException {
    Map<String, String> texts =
        Map.of(
            "relation", segment.relation(),
            "relid", Long.toString(segment.relid()),
            "from", Tid.block(segment.start()),
            "to", Tid.block(segment.start() + BLOCKS),
            "values", values);
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(RowSql.fill(SQL, texts))) {
      r.next();
      return Shape.of(r.getDouble(1), r.getDouble(2), r.getDouble(3), r.getDouble(4), r.getInt(5));
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
