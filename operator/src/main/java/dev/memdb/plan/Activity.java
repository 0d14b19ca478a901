package dev.memdb.plan;

import dev.memdb.backfill.BackfillState;
import java.time.Instant;
import java.util.Optional;

/**
 * A look or a run that is under way.
 *
 * @param kind which of the two
 * @param since when it began
 * @param step where it is, for people: {@code V7__importance.sql:14, statement 2 of 5}; empty while
 *     it has not come to a statement
 * @param updatedAt when the step began
 * @param filling the backfill that the run fills in this process; empty: none
 */
public record Activity(
    Kind kind, Instant since, String step, Instant updatedAt, Optional<BackfillState> filling) {
  /** The same at another step. */
  public Activity at(String next, Instant now) {
    return new Activity(kind, since, next, now, Optional.empty());
  }

  /** The same, filling rows. */
  public Activity with(BackfillState state, Instant now) {
    return new Activity(kind, since, step, now, Optional.of(state));
  }

  /** What is going on. */
  public enum Kind {
    /** The database is read. */
    LOOK,
    /** Migrations are applied. */
    RUN
  }
}
