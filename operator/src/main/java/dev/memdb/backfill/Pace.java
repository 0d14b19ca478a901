package dev.memdb.backfill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** How large the batches are and how long the pauses between them. */
final class Pace {
  private static final Duration WHILE_LIMITED = Duration.ofSeconds(1);

  private final BatchSize size = new BatchSize();
  private final Duty duty;
  private final Sleeper sleeper;
  private final Signals signals;
  private final Consumer<String> limited;
  private long healthySince = System.nanoTime();

  /** Waits; a stop interrupts it. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /**
   * @param dutyMax as the run has it at the beginning
   * @param limited is told what the work waits for
   */
  Pace(double dutyMax, Sleeper sleeper, Signals signals, Consumer<String> limited) {
    this.duty = new Duty(dutyMax);
    this.sleeper = sleeper;
    this.signals = signals;
    this.limited = limited;
  }

  BatchSize size() {
    return size;
  }

  /** After a batch: the next one gets its size, and the application its turn. */
  void after(int pass, long blocks, Duration took, Batch.Result result)
      throws SQLException, InterruptedException {
    size.took(pass, blocks, took.toNanos() / 1e6, result.targetMillis());
    long now = System.nanoTime();
    duty.healthy(Duration.ofNanos(now - healthySince), result.dutyMax());
    healthySince = now;
    Duration pause = duty.pauseAfter(took, result.dutyMax());
    if (!pause.isZero()) {
      sleeper.sleep(pause);
    }
    for (Optional<String> limit = signals.limit(); limit.isPresent(); limit = signals.ask()) {
      duty.trouble();
      limited.accept(limit.get());
      sleeper.sleep(WHILE_LIMITED);
    }
  }

  /** Somebody else goes first: the longer the oftener. */
  void giveWay(int attempt) throws InterruptedException {
    duty.trouble();
    long most = 100L << Math.min(attempt, 5);
    sleeper.sleep(Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2)));
  }
}
