package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows that the application holds: which, and who it is. */
final class HeldRows {
  private static final String HELD = SqlText.resource(HeldRows.class, "held-rows.sql");
  private static final String HOLDERS = SqlText.resource(HeldRows.class, "holders.sql");
  private static final String TRANSACTIONS =
      "SELECT DISTINCT xmax::text FROM ONLY :relation WHERE ctid = ANY (?::tid[])";

  private final Connection connection;
  private final long relid;
  private final RowSql sql;

  HeldRows(Connection connection, long relid, RowSql sql) {
    this.connection = connection;
    this.relid = relid;
    this.sql = sql;
  }

  /**
   * The open rows of a range that somebody holds; for a moment it locks the others.
   *
   * @return their places; empty: it is the table that somebody holds, or nobody does any more
   */
  List<String> in(Range range) throws SQLException {
    Map<String, String> texts = Map.of("range", range.condition());
    try (PreparedStatement s = connection.prepareStatement(sql.of(HELD, texts))) {
      range.bind(s, range.bind(s, 1)); // it stands there twice
      return column(s);
    } catch (SQLException e) {
      if (Yields.toLock(e)) {
        return List.of();
      }
      throw e;
    }
  }

  /** Who holds the table, in words. */
  String tableHolder() throws SQLException {
    String who = holders(List.of());
    return who.isEmpty() ? "another session" : who;
  }

  /** Who holds these rows, in words; several at once that only share them cannot be told. */
  String holder(List<String> places) throws SQLException {
    Array rows = connection.createArrayOf("text", places.toArray());
    try (PreparedStatement s = connection.prepareStatement(sql.of(TRANSACTIONS))) {
      s.setArray(1, rows);
      String who = holders(column(s));
      return who.isEmpty() ? "another session" : who;
    } catch (SQLException e) {
      if (Yields.toLock(e)) {
        return tableHolder();
      }
      throw e;
    }
  }

  private String holders(List<String> transactions) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(HOLDERS)) {
      s.setLong(1, relid);
      s.setArray(2, connection.createArrayOf("text", transactions.toArray()));
      List<String> who = column(s);
      return who.get(0) == null ? "" : who.get(0);
    }
  }

  private static List<String> column(PreparedStatement s) throws SQLException {
    try (ResultSet r = s.executeQuery()) {
      List<String> values = new ArrayList<>();
      while (r.next()) {
        values.add(r.getString(1));
      }
      return values;
    }
  }
}
