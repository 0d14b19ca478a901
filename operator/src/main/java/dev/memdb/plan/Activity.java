package dev.memdb.plan;

import java.time.Instant;

/**
 * A look or a run that is under way.
 *
 * @param kind which of the two
 * @param since when it began
 * @param step where it is, for people: {@code V7__importance.sql:14, statement 2 of 5}; empty while
 *     it has not come to a statement
 * @param updatedAt when the step began
 */
public record Activity(Kind kind, Instant since, String step, Instant updatedAt) {
  /** What is going on. */
  public enum Kind {
    /** The database is read. */
    LOOK,
    /** Migrations are applied. */
    RUN
  }
}
