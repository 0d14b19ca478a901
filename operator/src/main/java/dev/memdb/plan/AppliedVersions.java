package dev.memdb.plan;

import dev.memdb.ledger.HistoryRow;
import dev.memdb.migration.Version;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What rows of the history mean when they are read in order: later rows may take back earlier ones.
 */
public final class AppliedVersions {
  private final NavigableMap<Version, HistoryRow> applied;
  private final NavigableMap<Version, HistoryRow> failed;
  private final Version baseline;

  private AppliedVersions(
      NavigableMap<Version, HistoryRow> applied,
      NavigableMap<Version, HistoryRow> failed,
      Version baseline) {
    this.applied = applied;
    this.failed = failed;
    this.baseline = baseline;
  }

  /** Reads the rows by rank, in whatever order they come. */
  public static AppliedVersions of(List<HistoryRow> history) {
    NavigableMap<Version, HistoryRow> applied = new TreeMap<>();
    NavigableMap<Version, HistoryRow> failed = new TreeMap<>();
    Version baseline = null;
    List<HistoryRow> byRank =
        history.stream().sorted(Comparator.comparingInt(HistoryRow::rank)).toList();
    for (HistoryRow row : byRank) {
      if (row.version() == null) {
        continue; // SCHEMA markers and repeatable migrations say nothing about versions
      }
      if (!row.success()) {
        failed.put(row.version(), row);
      } else if (row.type().equals("BASELINE")) {
        baseline = row.version();
      } else if (row.type().equals("DELETE") || row.type().startsWith("UNDO")) {
        applied.remove(row.version());
        failed.remove(row.version());
      } else {
        applied.put(row.version(), row);
        failed.remove(row.version());
      }
    }
    return new AppliedVersions(applied, failed, baseline);
  }

  /** The highest version the database has; empty: none. */
  public Optional<Version> current() {
    Version highest = applied.isEmpty() ? null : applied.lastKey();
    if (baseline == null) {
      return Optional.ofNullable(highest);
    }
    return Optional.of(highest == null || baseline.compareTo(highest) > 0 ? baseline : highest);
  }

  /** Whether the database has a version: applied, or taken over with the baseline. */
  public boolean has(Version version) {
    return applied.containsKey(version) || isCoveredByBaseline(version);
  }

  /** Whether a version was in the database before its history began. */
  public boolean isCoveredByBaseline(Version version) {
    return baseline != null && version.compareTo(baseline) <= 0;
  }

  /** The version at which the history began; empty: from nothing. */
  public Optional<Version> baseline() {
    return Optional.ofNullable(baseline);
  }

  /** The rows of applied versions, ascending by version. */
  public Collection<HistoryRow> rows() {
    return Collections.unmodifiableCollection(applied.values());
  }

  /** The lowest version that failed and was not repaired. */
  public Optional<HistoryRow> failed() {
    return failed.values().stream().findFirst();
  }
}
