package dev.memdb.backfill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** How large the batches are and how long the pauses between them. */
final class Pace {
  private static final Duration WHILE_LIMITED = Duration.ofSeconds(1);

  /** The longest pause for somebody who holds a row is 12.8 s: well below a lease. */
  private static final int MOST_DOUBLINGS = 7;

  private final BatchSize size = new BatchSize();
  private final Duty duty;
  private final Worker.Sleeper sleeper;
  private final Signals signals;
  private final Worker.Listener listener;
  private final Lease lease;
  private int targetMillis = (int) BackfillLimits.DEFAULT.batchDuration().toMillis();
  private long healthySince = System.nanoTime();

  /**
   * @param dutyMax as the run has it at the beginning
   * @param listener is told how it goes on, and what it waits for
   * @param lease is kept while it waits
   */
  Pace(
      double dutyMax,
      Worker.Sleeper sleeper,
      Signals signals,
      Worker.Listener listener,
      Lease lease) {
    this.duty = new Duty(dutyMax);
    this.sleeper = sleeper;
    this.signals = signals;
    this.listener = listener;
    this.lease = lease;
  }

  BatchSize size() {
    return size;
  }

  /** How long a batch should last. */
  int targetMillis() {
    return targetMillis;
  }

  /** After a batch: the next one gets its size, and the application its turn. */
  void after(int pass, long blocks, Duration took, Batch.Result result)
      throws SQLException, InterruptedException {
    targetMillis = result.targetMillis();
    size.took(pass, blocks, took.toNanos() / 1e6, targetMillis);
    pause(took, result.dutyMax(), result.wal());
  }

  /**
   * The application's turn, after a statement that took so long.
   *
   * @param wal how far the server's WAL goes with it, in bytes
   */
  void pause(Duration took, double dutyMax, long wal) throws SQLException, InterruptedException {
    long now = System.nanoTime();
    duty.healthy(Duration.ofNanos(now - healthySince), dutyMax);
    healthySince = now;
    sleeper.sleep(duty.pauseAfter(took, dutyMax)); // also for no time: here the work may be ended
    if (signals.isTime()) {
      lease.renew(null); // a sweep may find nothing to write for long
      listener.progress(signals.progress());
    } else if (!signals.mayBeBehind(wal)) {
      return;
    }
    for (Optional<String> limit = signals.ask(); limit.isPresent(); limit = signals.ask()) {
      duty.trouble();
      told(limit.get());
      sleeper.sleep(WHILE_LIMITED);
    }
  }

  /** Somebody else goes first: the longer the oftener. */
  void giveWay(int attempt) throws InterruptedException {
    duty.trouble();
    sleeper.sleep(growing(attempt));
  }

  /** The same, and it is told who it is. */
  void waitFor(String what, int attempt) throws SQLException, InterruptedException {
    told(what);
    giveWay(attempt);
  }

  private void told(String limit) throws SQLException {
    listener.limited(limit);
    lease.renew(limit);
  }

  private static Duration growing(int attempt) {
    long most = 100L << Math.min(attempt, MOST_DOUBLINGS);
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2));
  }
}
