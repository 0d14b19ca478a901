package dev.memdb.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;

/**
 * Reads a schema from PostgreSQL's catalogs, in one round trip. It takes ACCESS SHARE on what it
 * describes, so it waits for DDL that has not been committed: have a {@code lock_timeout}.
 */
public final class Catalog {
  /** Reads that may disagree before the last is taken for what it is. */
  private static final int ATTEMPTS = 3;

  /**
   * Reads that may fail because a table went away under them: of 60 beside a session that did
   * nothing but make and drop tables, 18 did.
   */
  private static final int FAILURES = 12;

  /** What PostgreSQL says then: a relation cannot be opened, or an object is not found. */
  private static final Set<String> GONE = Set.of("XX000", "42P01", "42704");

  private Catalog() {}

  /**
   * The fingerprint as SQL text, to be sent by the simple protocol, alone or after other
   * statements, in autocommit. Only the SELECT in it returns rows: one, with one column {@code
   * sha256:<hex>}. What it sets it resets, to the values that the session began with.
   *
   * @param major the server's major version
   * @param schemas the managed schemas; those that do not exist are as if empty
   */
  public static String fingerprintSql(int major, List<String> schemas) {
    return CatalogSql.fingerprint(major, schemas);
  }

  /** The fingerprint of the managed schemas, worked out by the server. */
  public static String fingerprint(Connection connection, List<String> schemas)
      throws SQLException {
    return value(connection, fingerprintSql(major(connection), schemas));
  }

  /** The managed schemas, object by object. */
  public static SchemaSnapshot snapshot(Connection connection, List<String> schemas)
      throws SQLException {
    int major = major(connection);
    return SchemaSnapshot.parse(major, value(connection, CatalogSql.text(major, schemas)));
  }

  /**
   * The managed schemas while somebody may be changing them: the catalogs are not read at one
   * instant, so an object that is not as expected is believed only when two reads in a row agree.
   *
   * @param expected what a difference is measured by
   */
  public static SchemaSnapshot stableSnapshot(
      Connection connection, List<String> schemas, SchemaSnapshot expected) throws SQLException {
    SchemaSnapshot first = patientSnapshot(connection, schemas);
    if (first.equals(expected)) {
      return first;
    }
    SchemaSnapshot second = patientSnapshot(connection, schemas);
    for (int i = 1; i < ATTEMPTS && !first.equals(second); i++) {
      first = second;
      second = patientSnapshot(connection, schemas);
    }
    return second;
  }

  private static SchemaSnapshot patientSnapshot(Connection connection, List<String> schemas)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return snapshot(connection, schemas);
      } catch (SQLException e) {
        if (attempt == FAILURES || !GONE.contains(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  private static int major(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion();
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      boolean rows = s.execute(sql);
      while (!rows) {
        if (s.getUpdateCount() < 0) {
          throw new SQLException("the catalog query returned nothing");
        }
        rows = s.getMoreResults();
      }
      try (ResultSet r = s.getResultSet()) {
        r.next();
        return r.getString(1);
      }
    }
  }
}
