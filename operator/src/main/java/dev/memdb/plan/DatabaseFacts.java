package dev.memdb.plan;

import dev.memdb.backfill.BackfillState;
import dev.memdb.ledger.Expected;
import dev.memdb.ledger.HistoryRow;
import dev.memdb.ledger.Holder;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.ledger.Rollout;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a database.
 *
 * @param server the server's version as it says it, for example {@code 18.6}
 * @param serverMajor for example 18
 * @param history every row of the history, by rank
 * @param ledger what the operator itself has applied
 * @param unverified applied versions whose check after COMMIT has not passed yet
 * @param holder another session that migrates this database now
 * @param expected the schema as the last run left it; empty: no run yet
 * @param backfill the one that stands before the next version of the set; empty: none was begun
 * @param fingerprint of the schema as it is; empty: not taken, because a migration was under way
 * @param drifted the objects that differ from the expected schema
 * @param drift what to say of them, one line each; may hold fewer lines than there are objects
 * @param judgement of the versions that it lacks; empty: it lacks none, or somebody else migrates
 *     it
 * @param rollout how the last run's began, if that was a moment ago
 * @param claimed whether it says whose database it is; true where no ledger is installed
 */
public record DatabaseFacts(
    String server,
    int serverMajor,
    List<HistoryRow> history,
    List<LedgerRow> ledger,
    List<Version> unverified,
    Optional<Holder> holder,
    Optional<Expected> expected,
    Optional<BackfillState> backfill,
    Optional<String> fingerprint,
    List<ObjectName> drifted,
    List<String> drift,
    Optional<Judgement> judgement,
    Optional<Rollout> rollout,
    boolean claimed) {

  public DatabaseFacts {
    history = List.copyOf(history);
    ledger = List.copyOf(ledger);
    unverified = List.copyOf(unverified);
    drifted = List.copyOf(drifted);
    drift = List.copyOf(drift);
  }

  /** How many objects differ from the expected schema. */
  public int differences() {
    return drifted.size();
  }

  /** The first version of a set up to a target that the history lacks; empty: it has all. */
  public static Optional<Version> firstMissing(
      AppliedVersions applied, MigrationSet set, Version target) {
    return set.migrations().stream()
        .map(Migration::version)
        .filter(v -> v.compareTo(target) <= 0 && !applied.has(v))
        .findFirst();
  }

  /** What the history says is applied. */
  public AppliedVersions applied() {
    return AppliedVersions.of(history);
  }
}
