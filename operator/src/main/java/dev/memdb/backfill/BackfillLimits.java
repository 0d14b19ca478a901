package dev.memdb.backfill;

import java.time.Duration;

/**
 * How gentle a backfill is; changes act within one batch.
 *
 * @param batchDuration how long a batch should last: nobody waits longer for a row
 * @param dutyMax the share of the time that a worker may work, above 0, at most 1
 * @param maxReplicaLag bytes that a standby may be behind
 */
public record BackfillLimits(Duration batchDuration, double dutyMax, long maxReplicaLag) {
  /** Documented in docs/backfill.md. */
  public static final BackfillLimits DEFAULT =
      new BackfillLimits(Duration.ofMillis(20), 0.8, 64L << 20);
}
