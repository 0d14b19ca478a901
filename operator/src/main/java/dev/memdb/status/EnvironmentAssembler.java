package dev.memdb.status;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MigrationStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.RunIn;
import dev.memdb.api.SchemaStatus;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.EnvironmentPlan;
import dev.memdb.plan.Sighting;
import dev.memdb.plan.Standing;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One environment's entry. What could not be read this time stays as it was told last: the version
 * of an unreachable database is still worth knowing.
 *
 * @param now the moment of the observation
 * @param sameSpec whether the previous status spoke of the same spec
 */
record EnvironmentAssembler(Instant now, boolean sameSpec) {
  private static final int PENDING = 10;
  private static final int DRIFT = 5;

  EnvironmentStatus assemble(
      EnvironmentPlan plan, EnvironmentObservation seen, Optional<EnvironmentStatus> before) {
    if (isKnownFromBefore(plan, seen, before)) {
      return before.orElseThrow();
    }
    Standing standing = plan.standing();
    Optional<DatabaseFacts> facts = seen.facts();
    return new EnvironmentStatus(
        plan.name(),
        Texts.bounded(standing.note(), Texts.NOTE),
        plan.pending().stream().limit(PENDING).map(Version::text).toList(),
        Progress.of(standing, seen).orElse(null),
        standing.reason(),
        facts
            .map(EnvironmentAssembler::recent)
            .orElseGet(() -> before.map(EnvironmentStatus::recentMigration).orElse(null)),
        schema(seen, before.map(EnvironmentStatus::schema).orElse(null)),
        since(standing, before),
        standing.state(),
        facts
            .map(f -> f.applied().current().map(Version::text).orElse(null))
            .orElseGet(() -> before.map(EnvironmentStatus::version).orElse(null)));
  }

  /**
   * After a restart nothing has been looked at. To say so would turn every resource of the cluster
   * over for a few seconds; what was told last is the better answer, except about work that died
   * with the process. That of workers in pods did not.
   */
  private boolean isKnownFromBefore(
      EnvironmentPlan plan, EnvironmentObservation seen, Optional<EnvironmentStatus> before) {
    boolean inPods = seen.fill().runIn() == RunIn.JOB;
    return plan.standing().reason() == Reason.CHECKING
        && sameSpec
        && before
            .filter(b -> b.reason() != null && b.state() != null)
            .filter(
                b ->
                    b.state() != EnvironmentState.MIGRATING
                        || (inPods && b.reason() == Reason.BACKFILL_RUNNING))
            .isPresent();
  }

  private static MigrationStatus recent(DatabaseFacts facts) {
    return facts.ledger().stream()
        .max(Comparator.comparing(LedgerRow::version))
        .map(
            row ->
                new MigrationStatus(
                    row.version().text(),
                    Texts.bounded(row.description(), Texts.LINE),
                    Texts.duration(row.duration()),
                    Texts.time(row.appliedAt())))
        .orElse(null);
  }

  /** {@code checkedAt} moves only with the rest: a look that finds nothing new is no news. */
  private static SchemaStatus schema(EnvironmentObservation seen, SchemaStatus before) {
    Optional<DatabaseFacts> facts = seen.facts().filter(f -> f.fingerprint().isPresent());
    if (facts.isEmpty()) {
      return before;
    }
    String fingerprint = facts.get().fingerprint().orElseThrow();
    Integer differences = facts.get().differences() == 0 ? null : facts.get().differences();
    List<String> drift =
        facts.get().drift().stream()
            .limit(DRIFT)
            .map(line -> Texts.bounded(line, Texts.LINE))
            .toList();
    if (before != null) {
      SchemaStatus unmoved = new SchemaStatus(fingerprint, differences, drift, before.checkedAt());
      if (unmoved.equals(before)) {
        return before;
      }
    }
    String at = Texts.time(seen.sighting().map(Sighting::at).orElseThrow());
    return new SchemaStatus(fingerprint, differences, drift, at);
  }

  private String since(Standing standing, Optional<EnvironmentStatus> before) {
    return before
        .filter(b -> b.state() == standing.state() && b.reason() == standing.reason())
        .map(EnvironmentStatus::since)
        .orElseGet(() -> Texts.time(now));
  }
}
