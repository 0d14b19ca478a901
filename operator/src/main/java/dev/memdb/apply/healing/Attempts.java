package dev.memdb.apply.healing;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions to the ledger and the catalogs that several kinds of leftovers ask. */
record Attempts(Connection connection) {
  private static final String LAST = SqlText.resource(Attempts.class, "last-attempt.sql");

  /** What the last try of a version remembered of the time before it; empty: there was none. */
  Optional<String> last(String version) throws SQLException {
    return column(LAST, version).stream().findFirst();
  }

  /** The first column of every row. */
  List<String> column(String sql, String... parameters) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setString(i + 1, parameters[i]);
      }
      try (ResultSet r = s.executeQuery()) {
        List<String> values = new ArrayList<>();
        while (r.next()) {
          values.add(r.getString(1));
        }
        return values;
      }
    }
  }

  void execute(String sql) throws SQLException {
    try (var s = connection.createStatement()) {
      s.execute(sql);
    }
  }
}
