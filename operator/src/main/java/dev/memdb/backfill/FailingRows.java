package dev.memdb.backfill;

import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds the rows that cannot be filled, writes them down, and lets the others go on. It halves a
 * range and only reads, because each failed UPDATE leaves dead rows behind; only where every value
 * can be read, so that a trigger or a constraint must object, it tries to write.
 */
final class FailingRows {
  private static final String READ = SqlText.resource(FailingRows.class, "unfilled.sql");
  private static final String WRITE = SqlText.resource(FailingRows.class, "failing-update.sql");
  private static final String QUARANTINE = SqlText.resource(FailingRows.class, "quarantine.sql");
  private static final String BALANCE = SqlText.resource(FailingRows.class, "balance.sql");

  /**
   * After so many it is asked whether most rows fail: more than anybody mends one by one, and found
   * in about two seconds (measured: 2 reads and a note for each, 0.3 ms each).
   */
  private static final int MANY = 1_000;

  private final Connection connection;
  private final BackfillRun run;
  private final long relid;
  private final RowSql sql;
  private int written;

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
   * @throws SQLException the failure itself, when no single row is to blame; and when most fail
   */
  List<String> find(long from, long to, SQLException failure) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String way : List.of(READ, WRITE)) {
      search(way, from * Tid.LINES, to * Tid.LINES, found);
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw failure;
  }

  /**
   * The same among rows at these places.
   *
   * @return those that fail; never empty
   * @throws SQLException as above
   */
  List<String> findAmong(List<String> places, SQLException failure) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String way : List.of(READ, WRITE)) {
      for (String place : places) {
        search(way, Tid.number(place), Tid.number(place) + 1, found);
      }
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw failure;
  }

  private void search(String way, long from, long to, List<String> found) throws SQLException {
    SQLException failure = attempt(way, from, to);
    if (failure == null) {
      return;
    }
    if (to - from == 1) {
      quarantine(Tid.text(from), failure);
      found.add(Tid.text(from));
      return;
    }
    long middle = middle(from, to);
    search(way, from, middle, found);
    search(way, middle, to, found);
  }

  /** Between pages as long as there are several: then between the rows of one. */
  private static long middle(long from, long to) {
    long middle = (from + to) / 2;
    return to - from > Tid.LINES ? middle / Tid.LINES * Tid.LINES : middle;
  }

  /** Null: nothing of the range fails. What was written is rolled back. */
  private SQLException attempt(String way, long from, long to) throws SQLException {
    boolean writes = way.equals(WRITE);
    connection.setAutoCommit(!writes);
    try (PreparedStatement s = connection.prepareStatement(sql.of(way))) {
      s.setString(1, Tid.text(from));
      s.setString(2, Tid.text(to));
      s.execute();
      return null;
    } catch (SQLException e) {
      if (DataError.is(e)) {
        return e;
      }
      throw e;
    } finally {
      if (writes) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  /** Writes a row down, so that the others can go on. */
  void quarantine(String row, SQLException failure) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql.of(QUARANTINE))) {
      s.setLong(1, run.id());
      s.setLong(2, relid);
      s.setString(3, SqlFailure.state(failure));
      s.setString(4, words(failure));
      s.setString(5, row);
      s.executeUpdate();
    }
    written++;
    if (written % MANY == 0) {
      stopWhenMostFail(failure);
    }
  }

  /** The first line, without the severity that the driver puts in front of it. */
  private static String words(SQLException failure) {
    ServerErrorMessage server =
        failure instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String text = server == null ? failure.getMessage() : server.getMessage();
    return text.lines().findFirst().orElse("");
  }

  private void stopWhenMostFail(SQLException failure) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(BALANCE)) {
      s.setLong(1, run.id());
      try (ResultSet r = s.executeQuery()) {
        if (r.next() && r.getLong(1) > r.getLong(2)) {
          throw new SQLException(
              "%,d rows cannot be filled and %,d could, so that the others were not tried; the last one: %s"
                  .formatted(r.getLong(1), r.getLong(2), words(failure)),
              SqlFailure.state(failure),
              failure);
        }
      }
    }
  }
}
