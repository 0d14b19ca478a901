package dev.memdb.backfill;

import java.time.Instant;
import java.util.Optional;

/**
 * How a backfill stands, as everybody can see it.
 *
 * @param run its number in {@code memdb.backfill_run}
 * @param version of the migration
 * @param digest of its file, as 64 hexadecimal digits
 * @param attempt from 1; one more each time that rows were open after all
 * @param phase how far it is
 * @param desired what a person or the operator wants
 * @param limits how gentle it is to be
 * @param blocks of all its tables
 * @param blocksDone of them
 * @param rows that were filled
 * @param hotRows of them, how many without an insert into the indexes
 * @param workers that work on it now
 * @param failures rows that cannot be filled
 * @param limitedBy what a worker waits for
 * @param startedAt when it was prepared
 * @param filledAt when nothing was open any more; empty: not yet
 * @param seenAt the last sign of life of a worker; empty: none yet
 */
public record BackfillState(
    long run,
    String version,
    String digest,
    int attempt,
    Phase phase,
    Desired desired,
    BackfillLimits limits,
    long blocks,
    long blocksDone,
    long rows,
    long hotRows,
    int workers,
    long failures,
    Optional<String> limitedBy,
    Instant startedAt,
    Optional<Instant> filledAt,
    Optional<Instant> seenAt) {

  /** How far a backfill is. */
  public enum Phase {
    /** Rows are open. */
    FILLING,
    /** Every row is filled, or written down as failing; PostgreSQL has not proven it yet. */
    FILLED,
    /** PostgreSQL has proven it, and the version is in the history. */
    PROVEN
  }

  /** What is wanted of the workers. */
  public enum Desired {
    RUNNING,
    PAUSED,
    CANCELLED
  }

  /** 0 to 100, of the blocks. */
  public int percent() {
    return blocks == 0 ? 100 : (int) (100 * blocksDone / blocks);
  }
}
