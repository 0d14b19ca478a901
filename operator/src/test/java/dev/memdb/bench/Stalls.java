package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * What the application's backends wait for while a transaction of theirs lasts long: a lock, the
 * disk, or nothing, which is the processor (PostgreSQL's documentation, wait events). Nothing is
 * asked as long as all are quick.
 */
final class Stalls implements AutoCloseable {
  private static final long EVERY_NANOS = 10_000_000;
  private static final long LONG_NANOS = 50_000_000;
  private static final String WAITS =
      "SELECT coalesce(wait_event_type || ':' || wait_event, 'running') FROM pg_stat_activity"
          + " WHERE application_name = ? AND state = 'active'";

  private final TestDatabase admin;
  private final String application;
  private final LongSupplier longest;
  private final Map<String, Integer> seen = new TreeMap<>();
  private final Thread thread = new Thread(this::watch, "stalls");
  private volatile boolean stopped;
  private volatile SQLException failure;

  private Stalls(TestDatabase admin, String application, LongSupplier longest) {
    this.admin = admin;
    this.application = application;
    this.longest = longest;
  }

  /**
   * Begins.
   *
   * @param admin a superuser
   * @param application the name that its sessions have
   * @param longest how long the transaction that has run longest has lasted, nanoseconds
   */
  static Stalls watch(TestDatabase admin, String application, LongSupplier longest) {
    Stalls stalls = new Stalls(admin, application, longest);
    stalls.thread.setDaemon(true);
    stalls.thread.start();
    return stalls;
  }

  private void watch() {
    try (Connection c = admin.connect();
        PreparedStatement waits = c.prepareStatement(WAITS)) {
      waits.setString(1, application);
      while (!stopped) {
        if (longest.getAsLong() > LONG_NANOS) {
          count(waits);
        }
        LockSupport.parkNanos(EVERY_NANOS);
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  private void count(PreparedStatement waits) throws SQLException {
    try (ResultSet r = waits.executeQuery()) {
      while (r.next()) {
        seen.merge(r.getString(1), 1, Integer::sum);
      }
    }
  }

  /** Ends it: how often each was seen, a hundred times a second at most. */
  Map<String, Integer> stop() throws SQLException, InterruptedException {
    close();
    if (failure != null) {
      throw failure;
    }
    return seen;
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    thread.join();
  }
}
