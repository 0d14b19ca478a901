package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;

/** Looks ten times a second how far the standby is behind. */
final class StandbyLag implements AutoCloseable {
  private static final String LAG =
      "SELECT coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), -1) FROM pg_stat_replication";
  private static final long EVERY_NANOS = 100_000_000;

  private final TestDatabase admin;
  private final Thread thread = new Thread(this::watch, "standby-lag");
  private volatile boolean stopped;
  private volatile SQLException failure;
  private volatile double most;

  private StandbyLag(TestDatabase admin) {
    this.admin = admin;
  }

  /**
   * Begins.
   *
   * @param admin a superuser of the primary
   */
  static StandbyLag watch(TestDatabase admin) {
    StandbyLag lag = new StandbyLag(admin);
    lag.thread.setDaemon(true);
    lag.thread.start();
    return lag;
  }

  private void watch() {
    try (Connection c = admin.connect();
        Statement s = c.createStatement()) {
      while (!stopped) {
        try (ResultSet r = s.executeQuery(LAG)) {
          r.next();
          if (r.getDouble(1) < 0) {
            throw new SQLException("no standby is connected");
          }
          most = Math.max(most, r.getDouble(1));
        }
        LockSupport.parkNanos(EVERY_NANOS);
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  /** The most megabytes that were seen. */
  double mostMb() throws SQLException {
    if (failure != null) {
      throw failure;
    }
    return most / 1e6;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
