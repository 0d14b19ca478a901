package dev.memdb.controller;

import dev.memdb.api.Reason;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before another try. */
final class Backoff {
  /**
   * While one try waits for its lock, everything queues behind it: with pauses of ten times that,
   * the application is held up at most a tenth of the time.
   */
  private static final int PAUSE_PER_LOCK_TIMEOUT = 10;

  private static final Duration LONGEST_FOR_LOCK = Duration.ofMinutes(5);
  private static final Duration FIRST = Duration.ofMillis(500);

  /** A database that is back is noticed within 5 s. */
  private static final Duration LONGEST = Duration.ofSeconds(4);

  private Backoff() {}

  /**
   * The pause: doubled with each failed try, bounded, with a quarter of jitter so that many do not
   * come back at once.
   *
   * @param attempt how many tries have failed in a row, from 1
   */
  static Duration after(Reason reason, int attempt, Duration lockTimeout, RandomGenerator random) {
    boolean lock = reason == Reason.LOCK_TIMEOUT_RETRYING;
    Duration first = lock ? lockTimeout.multipliedBy(PAUSE_PER_LOCK_TIMEOUT) : FIRST;
    Duration longest = lock ? LONGEST_FOR_LOCK : LONGEST;
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, 20));
    Duration pause = doubled.compareTo(longest) > 0 ? longest : doubled;
    return pause.plusMillis(random.nextLong(pause.toMillis() / 4 + 1));
  }
}
