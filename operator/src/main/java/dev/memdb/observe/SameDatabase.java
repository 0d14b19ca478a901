package dev.memdb.observe;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether two sessions are in the same live database. Host names, addresses, system identifiers and
 * OIDs cannot tell: a physical copy shares the last two. A lock that one session takes and the
 * other sees can.
 */
final class SameDatabase {
  private static final String SEEN = SqlText.resource(SameDatabase.class, "lock-seen.sql");

  private SameDatabase() {}

  static boolean test(Connection here, Connection there) throws SQLException {
    int a = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    int b = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
    ask(there, "SELECT pg_try_advisory_lock(?, ?)", a, b);
    try {
      return ask(here, SEEN, a, b);
    } finally {
      ask(there, "SELECT pg_advisory_unlock(?, ?)", a, b);
    }
  }

  private static boolean ask(Connection connection, String sql, int a, int b) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      s.setInt(1, a);
      s.setInt(2, b);
      try (ResultSet r = s.executeQuery()) {
        return r.next() && r.getBoolean(1);
      }
    }
  }
}
