package dev.memdb.ledger;

import dev.memdb.migration.Version;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What schema memdb says.
 *
 * @param format the ledger's own format; 0: not installed
 * @param history Flyway's history, by rank
 * @param applied what this operator applied, in order
 * @param verified versions whose verification after the commit has held
 * @param claim whose database it is
 * @param holder who migrates it, or did so last
 * @param expected the schema as the last run left it
 * @param expectedSchemas the schemas that it speaks of
 * @param lastFailure the last migration that failed for good, however long ago
 * @param interrupted the version whose statement outside a transaction was begun last and is not in
 *     the history
 * @param rollout how the last run's began; empty: longer ago, or there was none
 */
public record Ledger(
    int format,
    List<HistoryRow> history,
    List<LedgerRow> applied,
    Set<Version> verified,
    Optional<Claim> claim,
    Optional<Holder> holder,
    Optional<Expected> expected,
    List<String> expectedSchemas,
    Optional<LastFailure> lastFailure,
    Optional<Version> interrupted,
    Optional<Rollout> rollout) {

  /** The newest format that this operator knows. */
  public static final int FORMAT = 1;

  /** A database without schema memdb. */
  public static final Ledger NONE =
      new Ledger(
          0,
          List.of(),
          List.of(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public Ledger {
    history = List.copyOf(history);
    applied = List.copyOf(applied);
    verified = Set.copyOf(verified);
    expectedSchemas = List.copyOf(expectedSchemas);
  }

  /** The same with somebody else's history: of a database that we only observe. */
  public Ledger withHistory(List<HistoryRow> rows) {
    return new Ledger(
        format,
        rows,
        applied,
        verified,
        claim,
        holder,
        expected,
        expectedSchemas,
        lastFailure,
        interrupted,
        rollout);
  }

  /** The same as the holder itself sees it. */
  public Ledger withoutHolder() {
    return new Ledger(
        format,
        history,
        applied,
        verified,
        claim,
        Optional.empty(),
        expected,
        expectedSchemas,
        lastFailure,
        interrupted,
        rollout);
  }

  /** The expected schema, when it speaks of these very schemas. */
  public Optional<Expected> expectedOf(List<String> schemas) {
    return expected.filter(e -> Set.copyOf(expectedSchemas).equals(Set.copyOf(schemas)));
  }
}
