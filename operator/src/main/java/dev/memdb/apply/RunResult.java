package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.migration.Migration;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import java.util.List;
import java.util.Optional;

/** How a run ended. */
public sealed interface RunResult {
  /** The versions that this run committed, in order. */
  List<Version> applied();

  /** The database as the run left it; empty when it could not be read any more. */
  Optional<DatabaseFacts> facts();

  /** The database is where it should be. */
  record Done(List<Version> applied, Optional<DatabaseFacts> facts) implements RunResult {}

  /**
   * A person has to mend something; trying again would change nothing.
   *
   * @param reason the documented cause
   * @param message what happened, where, and the next step
   */
  record Stopped(
      Reason reason, String message, List<Version> applied, Optional<DatabaseFacts> facts)
      implements RunResult {}

  /**
   * Something that passes by itself.
   *
   * @param reason the documented cause
   * @param message what happened, and who stood in the way
   */
  record Postponed(
      Reason reason, String message, List<Version> applied, Optional<DatabaseFacts> facts)
      implements RunResult {}

  /**
   * Everything before a backfill is applied, and the backfill is prepared: somebody has to fill the
   * rows, then the run goes on.
   *
   * @param migration the backfill
   * @param run its number in {@code memdb.backfill_run}
   */
  record Filling(
      Migration migration, long run, List<Version> applied, Optional<DatabaseFacts> facts)
      implements RunResult {}

  /** The same with other versions: those of several runs. */
  default RunResult with(List<Version> all) {
    if (this instanceof Done d) {
      return new Done(all, d.facts());
    }
    if (this instanceof Stopped s) {
      return new Stopped(s.reason(), s.message(), all, s.facts());
    }
    if (this instanceof Postponed p) {
      return new Postponed(p.reason(), p.message(), all, p.facts());
    }
    if (this instanceof Filling f) {
      return new Filling(f.migration(), f.run(), all, f.facts());
    }
    return new Cancelled(all, facts());
  }

  /** It was told to stop, between two statements or in the middle of one. */
  record Cancelled(List<Version> applied, Optional<DatabaseFacts> facts) implements RunResult {}
}
