package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * An application: 200 transactions a second, a third each of them updates one random row, inserts
 * one, and reads one. They are served by a pool of four connections: whichever is free takes the
 * next. What a transaction took is counted from the moment at which it was due, so that waiting for
 * a connection counts; all that came due until the end are waited for.
 *
 * <p>Of that, the time in which the backend or the application itself could have run, and no
 * processor was free, is told apart: it is not there on a machine with more of them.
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
  private final ConcurrentLinkedQueue<Double> withoutQueue = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /** For each connection when its transaction was begun; 0: none runs. */
  private final AtomicLongArray running = new AtomicLongArray(CONNECTIONS);

  private volatile long countedFrom = Long.MAX_VALUE;
  private volatile long end = Long.MAX_VALUE;
  private volatile Exception failure;

  /**
   * Milliseconds.
   *
   * @param p99WithoutQueue without the wait for a processor
   */
  record Latencies(double p50, double p99, double max, double p99WithoutQueue) {}

  private OltpLoad(TestDatabase database, BackfillTable table) {
    this.database = database;
    this.table = table;
    this.arrivals = new Arrivals(PER_SECOND, table.rows());
  }

  /** Begins, and returns when it has warmed up. */
  static OltpLoad start(TestDatabase database, BackfillTable table) throws InterruptedException {
    OltpLoad load = new OltpLoad(database, table);
    for (int i = 0; i < CONNECTIONS; i++) {
      int number = i;
      Thread thread = new Thread(() -> load.work(number), "oltp-" + i);
      thread.setDaemon(true);
      thread.start();
      load.threads.add(thread);
    }
    load.warm.await();
    load.check();
    load.countedFrom = System.nanoTime();
    return load;
  }

  /** How long the one that has run longest has lasted, nanoseconds. */
  long longest() {
    long now = System.nanoTime();
    long longest = 0;
    for (int i = 0; i < CONNECTIONS; i++) {
      long since = running.get(i);
      longest = since == 0 ? longest : Math.max(longest, now - since);
    }
    return longest;
  }

  private void work(int number) {
    try (OltpSession session = new OltpSession(database, table)) {
      while (true) {
        Arrivals.Arrival next = arrivals.next();
        boolean early = System.nanoTime() < next.due(); // else it had to wait for a connection
        if (!comes(next)) {
          return;
        }
        long begun = System.nanoTime();
        long queuedBefore = session.queue().waitedNanos();
        running.set(number, begun);
        session.run(next);
        running.set(number, 0);
        long ended = System.nanoTime();
        if (next.due() >= countedFrom) {
          long queued = session.queue().waitedNanos() - queuedBefore;
          long woken = early ? begun - next.due() : 0;
          millis.add((ended - next.due()) / 1e6);
          withoutQueue.add((ended - next.due() - woken - queued) / 1e6);
        }
        warm.countDown();
      }
    } catch (SQLException | IOException e) {
      failure = e;
      while (warm.getCount() > 0) {
        warm.countDown();
      }
    }
  }

  /** Waits for its time. False: the end comes first. */
  private boolean comes(Arrivals.Arrival next) {
    while (System.nanoTime() < next.due() && next.due() <= end) {
      LockSupport.parkNanos(next.due() - System.nanoTime());
    }
    return next.due() <= end;
  }

  /** Ends it: when what was due until now is done. */
  Latencies stop() throws InterruptedException {
    close();
    for (Thread thread : threads) {
      thread.join();
    }
    check();
    double[] all = sorted(millis);
    return new Latencies(
        all[all.length / 2],
        all[(int) (all.length * 0.99)],
        all[all.length - 1],
        sorted(withoutQueue)[(int) (all.length * 0.99)]);
  }

  private static double[] sorted(Collection<Double> millis) {
    return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private void check() {
    if (failure != null) {
      throw new IllegalStateException("the application's load failed", failure);
    }
  }

  @Override
  public void close() {
    end = Math.min(end, System.nanoTime());
    threads.forEach(LockSupport::unpark);
  }
}
