package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Asks whether somebody is falling behind because of us: once a second, and as soon as so much WAL
 * was written since the last time that somebody may have fallen behind. So the limit is passed by
 * the WAL of one batch at most.
 */
final class Signals {
  private static final String SQL = SqlText.resource(Signals.class, "signals.sql");
  private static final long EVERY_NANOS = 1_000_000_000;

  private final Connection connection;
  private final long run;
  private long asked;

  /** How far the WAL went then, and how much more nobody minds; in bytes. */
  private long askedAt;

  private long spare = Long.MAX_VALUE;

  Signals(Connection connection, long run) {
    this.connection = connection;
    this.run = run;
  }

  /** Whether a second is over. */
  boolean isTime() {
    long now = System.nanoTime();
    if (asked != 0 && now - asked < EVERY_NANOS) {
      return false;
    }
    asked = now;
    return true;
  }

  /**
   * Whether somebody may be too far behind by now, also when the second is not over.
   *
   * @param wal how far the server's WAL goes, in bytes
   */
  boolean mayBeBehind(long wal) {
    return wal - askedAt > spare;
  }

  Progress progress() throws SQLException {
    return Progress.of(connection, run);
  }

  /** What there is to wait for now; a run that is paused waits for nothing. */
  Optional<String> ask() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SQL)) {
      s.setLong(1, run);
      s.setLong(2, run);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        long most = r.getLong(3);
        askedAt = r.getLong(5);
        spare = followed(r) ? most - Math.max(r.getLong(1), r.getLong(2)) : Long.MAX_VALUE;
        if (!"running".equals(r.getString(4))) {
          return Optional.empty();
        }
        if (r.getLong(1) > most) {
          return Optional.of("a standby is %s behind".formatted(mebibytes(r.getLong(1))));
        }
        return r.getLong(2) > most
            ? Optional.of("a replication slot holds %s".formatted(mebibytes(r.getLong(2))))
            : Optional.empty();
      }
    }
  }

  private static boolean followed(ResultSet r) throws SQLException {
    return r.getObject(1) != null || r.getObject(2) != null;
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB of WAL";
  }
}
