package dev.memdb.backfill;

import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows that cannot be filled, writes them down, and lets the others go on. It halves the
 * range and only reads: each failed UPDATE would leave dead rows behind.
 */
final class FailingRows {
  private static final String READ = SqlText.resource(FailingRows.class, "unfilled.sql");
  private static final String QUARANTINE = SqlText.resource(FailingRows.class, "quarantine.sql");

  /** No page has more rows (MaxHeapTuplesPerPage of 32 kB pages, rounded up). */
  private static final int LINES = 2048;

  private final Connection connection;
  private final BackfillRun run;
  private final String values;

  /**
   * @param values the expressions, separated by commas
   */
  FailingRows(Connection connection, BackfillRun run, String values) {
    this.connection = connection;
    this.run = run;
    this.values = values;
  }

  /**
   * The rows of a range that fail when their expressions are read.
   *
   * @return never empty
   * @throws SQLException the failure itself, when no single row is to blame
   */
  List<String> find(Segment segment, long from, long to, SQLException failure) throws SQLException {
    List<String> found = new ArrayList<>();
    search(segment, from * LINES, to * LINES, found);
    if (found.isEmpty()) {
      throw failure; // a constraint or a trigger objects, not the expression
    }
    return found;
  }

  private void search(Segment segment, long from, long to, List<String> found) throws SQLException {
    SQLException failure = read(segment, from, to);
    if (failure == null) {
      return;
    }
    if (to - from == 1) {
      String row = tid(from);
      quarantine(segment, row, failure);
      found.add(row);
      return;
    }
    long middle = middle(from, to);
    search(segment, from, middle, found);
    search(segment, middle, to, found);
  }

  /** Between pages as long as there are several: then between the rows of one. */
  private static long middle(long from, long to) {
    long middle = (from + to) / 2;
    return to - from > LINES ? middle / LINES * LINES : middle;
  }

  private static String tid(long at) {
    return "(" + at / LINES + "," + at % LINES + ")";
  }

  /** Null: all of them can be read. */
  private SQLException read(Segment segment, long from, long to) throws SQLException {
    String sql =
        READ.replace(":values", JdbcText.escape(values))
            .replace(":relation", segment.relation())
            .replace(":pending", "(" + JdbcText.escape(run.pending()) + ")");
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setString(1, tid(from));
      s.setString(2, tid(to));
      try (ResultSet r = s.executeQuery()) {
        return null;
      }
    } catch (SQLException e) {
      if (DataError.is(e)) {
        return e;
      }
      throw e;
    }
  }

  private void quarantine(Segment segment, String row, SQLException failure) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(QUARANTINE.replace(":relation", segment.relation()))) {
      s.setLong(1, run.id());
      s.setLong(2, segment.relid());
      s.setLong(3, segment.relid());
      s.setString(4, row);
      s.setString(5, SqlFailure.state(failure));
      s.setString(6, failure.getMessage().lines().findFirst().orElse(""));
      s.setString(7, row);
      s.executeUpdate();
    }
  }
}
