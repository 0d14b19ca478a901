package dev.memdb.backfill;

import java.time.Duration;

/**
 * How much of the time a worker works: after a batch that took t it pauses for t·(1−d)/d. Health
 * raises d slowly, trouble lowers it at once.
 */
final class Duty {
  private static final double LEAST = 0.05;
  private static final double START = 0.5;
  private static final double UP_PER_SECOND = 0.05;
  private static final double DOWN = 0.7;

  private double duty;

  /**
   * @param max where it may come to; 1: no pauses, from the beginning
   */
  Duty(double max) {
    this.duty = max >= 1 ? 1 : Math.min(START, max);
  }

  double value() {
    return duty;
  }

  /** All was well for that long. */
  void healthy(Duration since, double max) {
    duty = Math.min(max, duty + UP_PER_SECOND * since.toMillis() / 1000.0);
    duty = Math.max(LEAST, duty);
  }

  /** Something suffers. */
  void trouble() {
    duty = Math.max(LEAST, duty * DOWN);
  }

  /**
   * The pause after a batch.
   *
   * @param max what is allowed now; a person may have lowered it
   */
  Duration pauseAfter(Duration batch, double max) {
    double d = Math.min(duty, max);
    return Duration.ofNanos((long) (batch.toNanos() * (1 - d) / d));
  }
}
