package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * An application: 200 transactions a second over four connections, a third each of them updates one
 * random row, inserts one, and reads one. What a transaction took is counted from the moment at
 * which it was due: one that waits makes those behind it late, as it is for users.
 */
final class OltpLoad implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final double PER_SECOND = 200;

  private final TestDatabase database;
  private final String table;
  private final int rows;
  private final AtomicLong ids;
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile SQLException failure;

  /** Milliseconds. */
  record Latencies(double p50, double p99, double max) {}

  private OltpLoad(TestDatabase database, String table, int rows) {
    this.database = database;
    this.table = table;
    this.rows = rows;
    this.ids = new AtomicLong(rows);
  }

  static OltpLoad start(TestDatabase database, String table, int rows) {
    OltpLoad load = new OltpLoad(database, table, rows);
    for (int i = 0; i < CONNECTIONS; i++) {
      int seed = i;
      Thread thread = new Thread(() -> load.work(seed), "oltp-" + i);
      thread.setDaemon(true);
      thread.start();
      load.threads.add(thread);
    }
    return load;
  }

  private void work(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long interval = (long) (1e9 * CONNECTIONS / PER_SECOND);
    try (Connection c = database.connect();
        PreparedStatement update =
            c.prepareStatement("UPDATE " + table + " SET status = ? WHERE id = ?");
        PreparedStatement insert =
            c.prepareStatement(
                "INSERT INTO " + table + " VALUES (?, 1, now(), 'active', 'new', '{}')");
        PreparedStatement read =
            c.prepareStatement("SELECT content FROM " + table + " WHERE id = ?")) {
      long due = System.nanoTime() + random.nextLong(interval);
      while (!stopped) {
        while (System.nanoTime() < due && !stopped) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        long id = random.nextInt(rows) + 1L;
        switch (random.nextInt(3)) {
          case 0 -> {
            update.setString(1, "s" + random.nextInt(10));
            update.setLong(2, id);
            update.execute();
          }
          case 1 -> {
            insert.setLong(1, ids.incrementAndGet());
            insert.execute();
          }
          default -> {
            read.setLong(1, id);
            read.execute();
          }
        }
        millis.add((System.nanoTime() - due) / 1e6);
        due += interval;
      }
    } catch (SQLException e) {
      failure = e;
    }
  }

  /** Ends it. */
  Latencies stop() throws InterruptedException, SQLException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure != null) {
      throw failure;
    }
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Latencies(
        sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1]);
  }

  @Override
  public void close() {
    stopped = true;
  }
}
