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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * An application: 200 transactions a second, a third each of them updates one random row, inserts
 * one, and reads one. They come at random moments (a Poisson process, the same one each time), as
 * from users who do not know of each other, and are served by a pool of four connections: whichever
 * is free takes the next. What a transaction took is counted from the moment at which it was due,
 * so that waiting for a connection counts; all that came due until the end are waited for.
 */
final class OltpLoad implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final double PER_SECOND = 200;

  /** So many run before anything is counted: code is compiled, catalogs are read. */
  private static final int WARM_UP = 600;

  private final TestDatabase database;
  private final BackfillTable table;
  private final Arrivals arrivals;
  private final CountDownLatch warm = new CountDownLatch(WARM_UP);
  private final ConcurrentLinkedQueue<Double> millis = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile long countedFrom = Long.MAX_VALUE;
  private volatile long end = Long.MAX_VALUE;
  private volatile SQLException failure;

  /** Milliseconds. */
  record Latencies(double p50, double p99, double max) {}

  private enum Kind {
    UPDATE,
    INSERT,
    READ
  }

  /**
   * One transaction.
   *
   * @param due by the clock of System.nanoTime
   * @param row its number
   */
  private record Arrival(long due, Kind kind, long row) {}

  /** When they come. */
  private static final class Arrivals {
    private static final List<Kind> KINDS = List.of(Kind.UPDATE, Kind.INSERT, Kind.READ);
    private final SplittableRandom random = new SplittableRandom(42);
    private final int rows;
    private long due = System.nanoTime();
    private long inserted;

    Arrivals(int rows) {
      this.rows = rows;
      this.inserted = rows;
    }

    synchronized Arrival next() {
      due += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / PER_SECOND);
      Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      long row = random.nextInt(rows) + 1L;
      return new Arrival(due, kind, kind == Kind.INSERT ? ++inserted : row);
    }
  }

  private OltpLoad(TestDatabase database, BackfillTable table) {
    this.database = database;
    this.table = table;
    this.arrivals = new Arrivals(table.rows());
  }

  /** Begins, and returns when it has warmed up. */
  static OltpLoad start(TestDatabase database, BackfillTable table)
      throws InterruptedException, SQLException {
    OltpLoad load = new OltpLoad(database, table);
    for (int i = 0; i < CONNECTIONS; i++) {
      Thread thread = new Thread(load::work, "oltp-" + i);
      thread.setDaemon(true);
      thread.start();
      load.threads.add(thread);
    }
    load.warm.await();
    load.check();
    load.countedFrom = System.nanoTime();
    return load;
  }

  private void work() {
    String name = BackfillTable.NAME;
    try (Connection c = database.connect();
        PreparedStatement update =
            c.prepareStatement(
                "UPDATE " + name + " SET status = ? WHERE id = " + table.keyOf("?::bigint"));
        PreparedStatement insert =
            c.prepareStatement(
                "INSERT INTO "
                    + name
                    + " VALUES ("
                    + table.keyOf("?::bigint")
                    + ", 1, now(), 'active', 'new', '{}')");
        PreparedStatement read =
            c.prepareStatement(
                "SELECT content FROM " + name + " WHERE id = " + table.keyOf("?::bigint"))) {
      for (Arrival next = arrivals.next(); isDue(next); next = arrivals.next()) {
        switch (next.kind()) {
          case UPDATE -> {
            update.setString(1, "s" + next.row() % 10);
            update.setLong(2, next.row());
            update.execute();
          }
          case INSERT -> {
            insert.setLong(1, next.row());
            insert.execute();
          }
          case READ -> {
            read.setLong(1, next.row());
            read.execute();
          }
        }
        warm.countDown();
        if (next.due() >= countedFrom) {
          millis.add((System.nanoTime() - next.due()) / 1e6);
        }
      }
    } catch (SQLException e) {
      failure = e;
      while (warm.getCount() > 0) {
        warm.countDown();
      }
    }
  }

  /** Waits for its time. False: the end comes first. */
  private boolean isDue(Arrival next) {
    while (System.nanoTime() < next.due() && next.due() <= end) {
      LockSupport.parkNanos(next.due() - System.nanoTime());
    }
    return next.due() <= end;
  }

  /** Ends it: when what was due until now is done. */
  Latencies stop() throws InterruptedException, SQLException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    check();
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return new Latencies(
        sorted[sorted.length / 2], sorted[(int) (sorted.length * 0.99)], sorted[sorted.length - 1]);
  }

  private void check() throws SQLException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    end = Math.min(end, System.nanoTime());
    threads.forEach(LockSupport::unpark);
  }
}
