package dev.memdb.plan;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.ledger.HistoryRow;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.migration.MigrationSet;
import java.util.List;
import java.util.Optional;

/** One row of the decision table of {@link HistoryCheck}. */
final class HistoryCase {
  final String name;
  MigrationSet set = Samples.set(7);
  String target = "7";
  EnvironmentMode mode = EnvironmentMode.MIGRATE;
  List<HistoryRow> history = List.of();
  List<LedgerRow> ledger = List.of();
  List<String> unverified = List.of();
  String expected = "";
  List<String> told = List.of();

  private HistoryCase(String name) {
    this.name = name;
  }

  static HistoryCase on(String name) {
    return new HistoryCase(name);
  }

  HistoryCase set(MigrationSet newSet) {
    set = newSet;
    return this;
  }

  HistoryCase target(String newTarget) {
    target = newTarget;
    return this;
  }

  HistoryCase observed() {
    mode = EnvironmentMode.OBSERVE;
    return this;
  }

  HistoryCase with(HistoryRow... rows) {
    history = List.of(rows);
    return this;
  }

  HistoryCase with(List<HistoryRow> rows) {
    history = rows;
    return this;
  }

  HistoryCase knowing(LedgerRow... rows) {
    return knowing(List.of(rows));
  }

  HistoryCase knowing(List<LedgerRow> rows) {
    ledger = rows;
    return this;
  }

  HistoryCase unverified(String... versions) {
    unverified = List.of(versions);
    return this;
  }

  HistoryCase says(String verdict) {
    expected = verdict;
    return this;
  }

  HistoryCase telling(String... parts) {
    told = List.of(parts);
    return this;
  }

  DatabaseFacts facts() {
    return new DatabaseFacts(
        "18.6",
        18,
        history,
        ledger,
        unverified.stream().map(Samples::v).toList(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  @Override
  public String toString() {
    return name;
  }
}
