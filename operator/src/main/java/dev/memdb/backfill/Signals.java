package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Asks once a second whether somebody is falling behind because of us. */
final class Signals {
  private static final String SQL = SqlText.resource(Signals.class, "signals.sql");
  private static final long EVERY_NANOS = 1_000_000_000;

  private final Connection connection;
  private final long run;
  private long asked;

  Signals(Connection connection, long run) {
    this.connection = connection;
    this.run = run;
  }

  /** Whether it is time to ask. */
  boolean isTime() {
    long now = System.nanoTime();
    if (asked != 0 && now - asked < EVERY_NANOS) {
      return false;
    }
    asked = now;
    return true;
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

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MiB of WAL";
  }
}
