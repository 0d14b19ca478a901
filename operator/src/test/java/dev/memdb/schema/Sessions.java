package dev.memdb.schema;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connections that send a string of statements as it is, as those of the operator do. */
final class Sessions {
  private Sessions() {}

  static Connection open(TestDatabase database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("preferQueryMode", "extendedForPrepared");
    return DriverManager.getConnection(database.url(), properties);
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(sql);
    }
  }

  /** One connection, one string. */
  static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection c = open(database)) {
      execute(c, sql);
    }
  }
}
