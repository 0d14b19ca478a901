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
import java.util.Optional;
import java.util.UUID;

/**
 * The statements for a table that is gone through by its primary key. Where a batch ends is read
 * before it is written: what an UPDATE returns has no order.
 */
final class KeyBatch {
  private static final String BOUND = SqlText.resource(KeyBatch.class, "key-bound.sql");
  private static final String SQL = SqlText.resource(KeyBatch.class, "key-batch.sql");
  private static final String OPEN = SqlText.resource(KeyBatch.class, "open-in-range.sql");
  private static final String OBJECT_NOT_IN_PREREQUISITE_STATE = "55000";

  private final Connection connection;
  private final BackfillRun run;
  private final Segment segment;
  private final UUID holder;
  private final RowSql sql;
  private final Keys keys;

  KeyBatch(Connection connection, BackfillRun run, Segment segment, UUID holder, RowSql sql)
      throws SQLException {
    this.connection = connection;
    this.run = run;
    this.segment = segment;
    this.holder = holder;
    this.sql = sql;
    this.keys = Keys.of(connection, segment.relid());
    if (keys.columns().isEmpty()) {
      throw new SQLException(
          segment.relation()
              + " is not stored as heap and has no primary key: there is no order to go through it",
          OBJECT_NOT_IN_PREREQUISITE_STATE);
    }
  }

  /** Behind one key and up to another; an empty one is no limit. */
  Range range(List<String> after, List<String> upTo) {
    List<String> values = new ArrayList<>(after);
    values.addAll(upTo);
    return new Range(after(after) + " AND " + upTo(upTo), values);
  }

  private String after(List<String> key) {
    return key.isEmpty() ? "true" : keys.compared(">");
  }

  private String upTo(List<String> key) {
    return key.isEmpty() ? "true" : keys.compared("<=");
  }

  /** The key of the last of so many rows; empty: there are none. */
  List<String> bound(List<String> after, int rows) throws SQLException {
    Map<String, String> texts =
        Map.of(
            "texts", keys.list(c -> c.quoted() + "::text"),
            "columns", keys.list(Keys.Column::quoted),
            "after", after(after),
            "descending", keys.list(c -> c.quoted() + " DESC"));
    try (PreparedStatement s = connection.prepareStatement(sql.of(BOUND, texts))) {
      s.setInt(new Range("", after).bind(s, 1), rows);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? List.of((String[]) r.getArray(1).getArray()) : List.of();
      }
    }
  }

  /**
   * Fills the open rows of a range, and moves the cursor in the same transaction.
   *
   * @param upTo the last key; empty: everything that is left, and the segment is done
   * @param skipped rows that are left out, by their places
   * @return empty: nothing was written, for a reason that the tables tell
   */
  Optional<Batch.Result> run(List<String> after, List<String> upTo, List<String> skipped)
      throws SQLException {
    Map<String, String> texts = Map.of("after", after(after), "upto", upTo(upTo));
    try (PreparedStatement s = connection.prepareStatement(sql.of(SQL, texts))) {
      int i = 0;
      s.setLong(++i, run.id());
      s.setInt(++i, segment.number());
      s.setString(++i, holder.toString());
      s.setArray(++i, after.isEmpty() ? null : array(after));
      i = range(after, upTo).bind(s, i + 1);
      s.setArray(i, array(skipped));
      s.setArray(++i, array(upTo.isEmpty() ? after : upTo));
      s.setBoolean(++i, upTo.isEmpty());
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(Batch.result(r)) : Optional.empty();
      }
    }
  }

  /** The places of the open rows of a range. */
  List<String> open(Range range) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement(sql.of(OPEN, Map.of("range", range.condition())))) {
      range.bind(s, 1);
      try (ResultSet r = s.executeQuery()) {
        List<String> places = new ArrayList<>();
        while (r.next()) {
          places.add(r.getString(1));
        }
        return places;
      }
    }
  }

  private Array array(List<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}
