package dev.memdb.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * One database on a {@link PostgresServer}, and the login that owns it.
 *
 * @param host where the server listens
 * @param port the server's TCP port
 * @param name the database
 * @param user its owner
 * @param password the owner's password
 */
public record TestDatabase(String host, int port, String name, String user, String password) {

  /** The same one by another address of its server. */
  public TestDatabase at(String address) {
    return new TestDatabase(address, port, name, user, password);
  }

  /** The JDBC URL without credentials. */
  public String url() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + name + "?sslmode=disable";
  }

  /** A new connection as the owner; the caller closes it. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("PGDBNAME", name); // in a URL some characters would mean something else
    return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/", properties);
  }

  /** Runs statements in one string, each committed on its own unless the string says otherwise. */
  public void execute(String sql) {
    try (Connection c = connect();
        Statement s = c.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of every row, as text. */
  public List<String> column(String sql) {
    try (Connection c = connect();
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (r.next()) {
        values.add(r.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row, as text; null when the value is. */
  public String value(String sql) {
    return column(sql).get(0);
  }
}
