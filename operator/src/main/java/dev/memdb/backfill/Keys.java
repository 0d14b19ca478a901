package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The primary key of a table, in SQL.
 *
 * @param columns in its order; none: it has no primary key
 */
record Keys(List<Column> columns) {
  private static final String COLUMNS = SqlText.resource(Keys.class, "key-columns.sql");

  /** A column and the name of its type. */
  record Column(String name, String type) {
    String quoted() {
      return SqlText.identifier(name);
    }
  }

  Keys {
    columns = List.copyOf(columns);
  }

  static Keys of(Connection connection, long relid) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(COLUMNS)) {
      s.setLong(1, relid);
      try (ResultSet r = s.executeQuery()) {
        List<Column> columns = new ArrayList<>();
        while (r.next()) {
          columns.add(new Column(r.getString(1), r.getString(2)));
        }
        return new Keys(columns);
      }
    }
  }

  /**
   * By what a row is written down: an expression over the row {@code t} that gives a jsonb object;
   * its place where there is no key.
   */
  static String expression(Connection connection, long relid) throws SQLException {
    List<Column> columns = of(connection, relid).columns();
    return columns.isEmpty()
        ? "jsonb_build_object('ctid', t.ctid::text)"
        : columns.stream()
            .map(c -> SqlText.literal(c.name()) + ", t." + c.quoted())
            .collect(Collectors.joining(", ", "jsonb_build_object(", ")"));
  }

  /** One text for each column, with commas between. */
  String list(Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  /** A comparison with a key whose values are parameters, as texts. */
  String compared(String operator) {
    return "("
        + list(Column::quoted)
        + ") "
        + operator
        + " ("
        + list(c -> "CAST(? AS " + c.type() + ")")
        + ")";
  }
}
