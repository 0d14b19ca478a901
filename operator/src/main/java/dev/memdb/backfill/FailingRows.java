package dev.memdb.backfill;

import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the rows that cannot be filled, writes them down, and lets the others go on. It halves a
 * range and only reads, because each failed UPDATE leaves dead rows behind; only where every value
 * can be read, so that a trigger or a constraint must object, it tries to write.
 */
final class FailingRows {
  private static final String READ = SqlText.resource(FailingRows.class, "unfilled.sql");
  private static final String WRITE = SqlText.resource(FailingRows.class, "failing-update.sql");
  private static final String QUARANTINE = SqlText.resource(FailingRows.class, "quarantine.sql");
  private static final String OPEN = SqlText.resource(FailingRows.class, "open-rows.sql");

  /** No page has more rows (MaxHeapTuplesPerPage of 32 kB pages, rounded up). */
  private static final int LINES = 2048;

  private final Connection connection;
  private final BackfillRun run;
  private final long relid;
  private final RowSql sql;

  FailingRows(Connection connection, BackfillRun run, long relid, RowSql sql) {
    this.connection = connection;
    this.run = run;
    this.relid = relid;
    this.sql = sql;
  }

  /**
   * The rows of a range of blocks that fail.
   *
   * @return their places; never empty
   * @throws SQLException the failure itself, when no single row is to blame
   */
  List<String> find(long from, long to, SQLException failure) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String way : List.of(READ, WRITE)) {
      search(sql.of(way), from * LINES, to * LINES, found);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw failure;
  }

  /**
   * The same among rows that a sweep has met.
   *
   * @throws SQLException the failure itself, when none of them is to blame
   */
  void findOpen(SQLException failure) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String row : open()) {
      long at = Long.parseLong(row.substring(1, row.indexOf(','))) * LINES;
      at += Long.parseLong(row.substring(row.indexOf(',') + 1, row.length() - 1));
      for (String way : List.of(READ, WRITE)) {
        search(sql.of(way), at, at + 1, found);
      }
    }
    if (found.isEmpty()) {
      throw failure;
    }
  }

  /** The places of rows that are open and not written down, at most as many as a sweep takes. */
  List<String> open() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql.of(OPEN))) {
      s.setLong(1, run.id());
      s.setLong(2, relid);
      try (var r = s.executeQuery()) {
        List<String> places = new ArrayList<>();
        while (r.next()) {
          places.add(r.getString(1));
        }
        return places;
      }
    }
  }

  private void search(String way, long from, long to, List<String> found) throws SQLException {
    SQLException failure = attempt(way, from, to);
    if (failure == null) {
      return;
    }
    if (to - from == 1) {
      String row = tid(from);
      quarantine(row, failure);
      found.add(row);
      return;
    }
    long middle = middle(from, to);
    search(way, from, middle, found);
    search(way, middle, to, found);
  }

  /** Between pages as long as there are several: then between the rows of one. */
  private static long middle(long from, long to) {
    long middle = (from + to) / 2;
    return to - from > LINES ? middle / LINES * LINES : middle;
  }

  private static String tid(long at) {
    return "(" + at / LINES + "," + at % LINES + ")";
  }

  /** Null: nothing of the range fails. What was written is rolled back. */
  private SQLException attempt(String way, long from, long to) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement s = connection.prepareStatement(way)) {
      s.setString(1, tid(from));
      s.setString(2, tid(to));
      s.execute();
      return null;
    } catch (SQLException e) {
      if (DataError.is(e)) {
        return e;
      }
      throw e;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Writes a row down, so that the others can go on. */
  void quarantine(String row, SQLException failure) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql.of(QUARANTINE))) {
      s.setLong(1, run.id());
      s.setLong(2, relid);
      s.setString(3, SqlFailure.state(failure));
      s.setString(4, failure.getMessage().lines().findFirst().orElse(""));
      s.setString(5, row);
      s.executeUpdate();
    }
  }
}
