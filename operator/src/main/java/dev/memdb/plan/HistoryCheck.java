package dev.memdb.plan;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares a database's history with the migration set: may it go on, and how? The first refusal in
 * the order of {@link #check} is the one that is told, because mending it is what comes first.
 */
public final class HistoryCheck {
  private final MigrationSet set;
  private final Version target;
  private final AppliedVersions applied;
  private final Map<Version, LedgerRow> ledger;
  private final List<Version> unverified;

  private HistoryCheck(MigrationSet set, Version target, DatabaseFacts facts) {
    this.set = set;
    this.target = target;
    this.applied = facts.applied();
    this.ledger =
        facts.ledger().stream()
            .collect(Collectors.toMap(LedgerRow::version, Function.identity(), (a, b) -> b));
    this.unverified = facts.unverified();
  }

  /**
   * Judges one database.
   *
   * @param mode in mode Observe nothing is ever pending for us
   */
  public static HistoryVerdict check(
      MigrationSet set, Version target, EnvironmentMode mode, DatabaseFacts facts) {
    HistoryCheck check = new HistoryCheck(set, target, facts);
    return check.refusal().map(HistoryVerdict.class::cast).orElseGet(() -> check.way(mode));
  }

  private Optional<HistoryVerdict.Refused> refusal() {
    return Stream.<Function<HistoryCheck, Optional<HistoryVerdict.Refused>>>of(
            HistoryCheck::failedRow,
            HistoryCheck::changedFile,
            HistoryCheck::unknownVersion, // before the gap that it seems to leave
            HistoryCheck::skippedVersion,
            HistoryCheck::missingFile,
            HistoryCheck::missingTarget)
        .flatMap(rule -> rule.apply(this).stream())
        .findFirst();
  }

  private HistoryVerdict way(EnvironmentMode mode) {
    Optional<Version> current = applied.current();
    List<Migration> missing =
        set.migrations().stream()
            .filter(m -> m.version().compareTo(target) <= 0 && !applied.has(m.version()))
            .toList();
    if (mode == EnvironmentMode.OBSERVE && !missing.isEmpty()) {
      return new HistoryVerdict.AwaitingOwner(
          current, missing.stream().map(Migration::version).toList());
    }
    if (mode == EnvironmentMode.MIGRATE && !(missing.isEmpty() && unverified.isEmpty())) {
      return new HistoryVerdict.Pending(current, missing, unverified);
    }
    Version reached = current.orElseThrow();
    return reached.compareTo(target) > 0
        ? new HistoryVerdict.Ahead(reached)
        : new HistoryVerdict.UpToDate(reached);
  }

  private Optional<HistoryVerdict.Refused> failedRow() {
    return applied.failed().map(HistoryRefusals::failed);
  }

  private Optional<HistoryVerdict.Refused> changedFile() {
    return applied.rows().stream()
        .flatMap(
            row ->
                set.find(row.version()).stream()
                    .flatMap(
                        file ->
                            HistoryRefusals.changed(row, inLedger(row.version()), file).stream()))
        .findFirst();
  }

  private Optional<LedgerRow> inLedger(Version version) {
    return Optional.ofNullable(ledger.get(version));
  }

  private Optional<HistoryVerdict.Refused> skippedVersion() {
    return applied
        .current()
        .flatMap(
            current ->
                set.migrations().stream()
                    .filter(m -> m.version().compareTo(current) < 0)
                    .filter(m -> !applied.has(m.version()))
                    .findFirst()
                    .map(skipped -> HistoryRefusals.skipped(skipped, current)));
  }

  private Optional<HistoryVerdict.Refused> missingFile() {
    return applied.rows().stream()
        .filter(row -> row.version().compareTo(set.latest()) <= 0)
        .filter(row -> !applied.isCoveredByBaseline(row.version()))
        .filter(row -> set.find(row.version()).isEmpty())
        .findFirst()
        .map(row -> HistoryRefusals.missingFile(row, set));
  }

  /** Beyond the set only what the operator itself has applied is known. */
  private Optional<HistoryVerdict.Refused> unknownVersion() {
    return Stream.concat(
            applied.rows().stream().map(row -> row.version()), applied.baseline().stream())
        .filter(version -> version.compareTo(set.latest()) > 0 && inLedger(version).isEmpty())
        .findFirst()
        .map(version -> HistoryRefusals.unknown(version, set));
  }

  private Optional<HistoryVerdict.Refused> missingTarget() {
    boolean reached = applied.current().filter(at -> at.compareTo(target) >= 0).isPresent();
    return reached || set.find(target).isPresent()
        ? Optional.empty()
        : Optional.of(HistoryRefusals.missingTarget(target, set));
  }
}
