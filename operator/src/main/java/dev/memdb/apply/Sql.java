package dev.memdb.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** One string of SQL in one trip, its results not looked at. */
final class Sql {
  private Sql() {}

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(sql);
    }
  }
}
