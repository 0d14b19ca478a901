package dev.memdb.apply;

import java.time.Duration;

/**
 * How long a run may wait and block.
 *
 * @param lockTimeout for one try of one statement: everything that queues behind it waits as long
 * @param statementTimeout for one statement
 * @param writerWait for another migrator of the same database
 */
public record Limits(Duration lockTimeout, Duration statementTimeout, Duration writerWait) {
  /** The documented defaults (docs/concepts.md). */
  public static final Limits DEFAULT =
      new Limits(Duration.ofMillis(300), Duration.ofMinutes(15), Duration.ofSeconds(30));
}
