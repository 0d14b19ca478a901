package dev.memdb.backfill;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How large the batches are and how long the pauses between them. */
final class Pace {
  private final BatchSize size = new BatchSize();
  private final Duty duty;
  private final Sleeper sleeper;
  private long healthySince = System.nanoTime();

  /** Waits; a stop interrupts it. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  Pace(double dutyMax, Sleeper sleeper) {
    this.duty = new Duty(dutyMax);
    this.sleeper = sleeper;
  }

  BatchSize size() {
    return size;
  }

  /** After a batch: the next one gets its size, and the application its turn. */
  void after(int pass, long blocks, Duration took, Batch.Result result)
      throws InterruptedException {
    size.took(pass, blocks, took.toNanos() / 1e6, result.targetMillis());
    long now = System.nanoTime();
    duty.healthy(Duration.ofNanos(now - healthySince), result.dutyMax());
    healthySince = now;
    Duration pause = duty.pauseAfter(took, result.dutyMax());
    if (!pause.isZero()) {
      sleeper.sleep(pause);
    }
  }

  /** Somebody else goes first: the longer the oftener. */
  void giveWay(int attempt) throws InterruptedException {
    duty.trouble();
    long most = 100L << Math.min(attempt, 5);
    sleeper.sleep(Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2)));
  }
}
