package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The tables of a managed database in which backfills stand. */
public final class Backfills {
  private static final String INSTALL = SqlText.resource(Backfills.class, "install.sql");
  private static final String PREPARE = SqlText.resource(Backfills.class, "prepare.sql");
  private static final String INSTALLED =
      "SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 'memdb' AND c.relname = 'backfill_run'";
  private static final String IS_FILLED =
      "SELECT FROM memdb.backfill_run WHERE version = ? AND digest = ? AND state <> 'filling'";
  private static final String FORGET = SqlText.resource(Backfills.class, "forget.sql");
  private static final String LIMIT = SqlText.resource(Backfills.class, "limit.sql");
  private static final String REOPEN = SqlText.resource(Backfills.class, "reopen.sql");
  private static final String HAS_FAILURES =
      "SELECT FROM memdb.backfill_failure f JOIN memdb.backfill_run r ON r.id = f.run WHERE r.version = ? LIMIT 1";
  private static final String FILLED = SqlText.resource(Backfills.class, "filled.sql");

  private Backfills() {}

  /**
   * The run of a version.
   *
   * @param run its number
   * @param begun true: it was made just now
   */
  public record Prepared(long run, boolean begun) {}

  /**
   * Makes the run of a version, unless it is there; under the migration lock.
   *
   * @param digest of the file, as 64 hexadecimal digits
   */
  public static Prepared prepare(
      Connection connection,
      String version,
      String digest,
      BackfillSpec spec,
      BackfillLimits limits)
      throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute(INSTALL);
    }
    connection.setAutoCommit(false);
    try {
      forget(connection, version, digest);
      OptionalLong made = insert(connection, version, digest, spec, limits);
      if (made.isPresent()) {
        Segments.cut(connection, made.getAsLong(), spec.relation());
      }
      connection.commit();
      return new Prepared(
          made.isPresent() ? made.getAsLong() : id(connection, version), made.isPresent());
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static OptionalLong insert(
      Connection connection,
      String version,
      String digest,
      BackfillSpec spec,
      BackfillLimits limits)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(PREPARE)) {
      s.setString(1, version);
      s.setString(2, digest);
      s.setString(3, spec.relation());
      s.setString(4, spec.pending());
      s.setString(5, spec.assignments());
      s.setString(6, spec.values());
      s.setDouble(7, limits.dutyMax());
      s.setInt(8, (int) limits.batchDuration().toMillis());
      s.setLong(9, limits.maxReplicaLag());
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? OptionalLong.of(r.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** A run of another text is not this one; rows that failed are tried once more. */
  private static void forget(Connection connection, String version, String digest)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(FORGET)) {
      s.setString(1, version);
      s.setString(2, digest);
      s.setString(3, version);
      s.execute();
    }
  }

  /** How the backfills of this database stand, oldest first; none where there never was one. */
  public static List<BackfillState> states(Connection connection) throws SQLException {
    return isInstalled(connection) ? States.read(connection, null) : List.of();
  }

  /** How the backfill of one version stands; empty: there is none. */
  public static Optional<BackfillState> state(Connection connection, String version)
      throws SQLException {
    return isInstalled(connection)
        ? States.read(connection, version).stream().findFirst()
        : Optional.empty();
  }

  /**
   * Gives a run new limits; its workers see them with their next batch.
   *
   * @return false: it has them already, or there is no such run
   */
  public static boolean limit(Connection connection, String version, BackfillLimits limits)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(LIMIT)) {
      s.setInt(1, (int) limits.batchDuration().toMillis());
      s.setDouble(2, limits.dutyMax());
      s.setLong(3, limits.maxReplicaLag());
      s.setString(4, version);
      return s.executeUpdate() > 0;
    }
  }

  private static boolean isInstalled(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(INSTALLED)) {
      return r.next();
    }
  }

  /** Whether everything was filled that could be, for this very text. */
  public static boolean isFilled(Connection connection, String version, String digest)
      throws SQLException {
    if (!isInstalled(connection)) {
      return false;
    }
    try (PreparedStatement s = connection.prepareStatement(IS_FILLED)) {
      s.setString(1, version);
      s.setString(2, digest);
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    }
  }

  /**
   * Rows are open after all: the run is to be swept again.
   *
   * @return what failed, for people; empty when nothing was written down
   */
  public static String reopen(Connection connection, String version) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(REOPEN)) {
      s.setString(1, version);
      try (ResultSet r = s.executeQuery()) {
        return r.next() && r.getString(1) != null ? r.getString(1) : "";
      }
    }
  }

  /** Whether rows were written down that could not be filled. */
  public static boolean hasFailures(Connection connection, String version) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(HAS_FAILURES)) {
      s.setString(1, version);
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    }
  }

  private static long id(Connection connection, String version) throws SQLException {
    try (PreparedStatement s =
        connection.prepareStatement("SELECT id FROM memdb.backfill_run WHERE version = ?")) {
      s.setString(1, version);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  /** Nothing is open any more. On disk before anyone is told: batches do not wait for that. */
  static void filled(Connection connection, long run) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("SET synchronous_commit = on");
    }
    try (PreparedStatement s = connection.prepareStatement(FILLED)) {
      s.setLong(1, run);
      s.execute();
    }
  }
}
