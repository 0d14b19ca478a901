package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** By what a row is written down: its primary key; its place where it has none. */
final class Keys {
  private static final String COLUMNS = SqlText.resource(Keys.class, "key-columns.sql");

  private Keys() {}

  /** An SQL expression over the row {@code t} that gives a jsonb object. */
  static String expression(Connection connection, long relid) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(COLUMNS)) {
      s.setLong(1, relid);
      try (ResultSet r = s.executeQuery()) {
        List<String> columns = new ArrayList<>();
        while (r.next()) {
          columns.add(r.getString(1));
        }
        return columns.isEmpty()
            ? "jsonb_build_object('ctid', t.ctid::text)"
            : columns.stream()
                .map(c -> SqlText.literal(c) + ", t." + SqlText.identifier(c))
                .collect(Collectors.joining(", ", "jsonb_build_object(", ")"));
      }
    }
  }
}
