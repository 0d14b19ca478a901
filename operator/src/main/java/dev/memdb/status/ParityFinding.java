package dev.memdb.status;

import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentState;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.Parity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code SchemaParity}: are the environments' catalogs equal? */
final class ParityFinding {
  private static final Finding BEING_COMPARED =
      Finding.unknown(
          ConditionType.SCHEMA_PARITY, Reason.CHECKING, "the schemas are being compared");

  private final List<EnvironmentStatus> environments;
  private final Map<String, EnvironmentObservation> observed;

  private ParityFinding(
      List<EnvironmentStatus> environments, Map<String, EnvironmentObservation> observed) {
    this.environments = environments;
    this.observed = observed;
  }

  /**
   * Compares.
   *
   * @param before the answer of the previous status, if that spoke of the same spec
   */
  static Finding of(
      List<EnvironmentStatus> environments,
      Map<String, EnvironmentObservation> observed,
      Optional<Parity> parity,
      Optional<Finding> before) {
    ParityFinding finding = new ParityFinding(environments, observed);
    List<Parity.Mismatch> mismatches = parity.map(Parity::mismatches).orElse(List.of());
    if (!mismatches.isEmpty()) {
      return mismatch(mismatches, observed);
    }
    return finding
        .unread(before)
        .or(finding::atWork)
        .or(finding::atDifferentVersions)
        .orElseGet(() -> finding.compared(parity));
  }

  private static Finding mismatch(
      List<Parity.Mismatch> mismatches, Map<String, EnvironmentObservation> observed) {
    boolean onlyDrift = mismatches.stream().allMatch(m -> m.isDriftOf(observed.values()));
    return Finding.no(
        ConditionType.SCHEMA_PARITY,
        onlyDrift ? Reason.DRIFT_DETECTED : Reason.PARITY_MISMATCH,
        mismatches.stream().map(ParityFinding::describe).collect(Collectors.joining(". ")));
  }

  private static String describe(Parity.Mismatch mismatch) {
    List<String> first = mismatch.differences().stream().limit(5).toList();
    int more = mismatch.count() - first.size();
    return "%s differs from %s at version %s: %s%s"
        .formatted(
            mismatch.environment(),
            mismatch.reference(),
            mismatch.version(),
            String.join("; ", first),
            more > 0 ? "; and %d more".formatted(more) : "");
  }

  private Optional<Finding> unread(Optional<Finding> before) {
    List<EnvironmentStatus> unread =
        environments.stream().filter(e -> observed.get(e.name()).facts().isEmpty()).toList();
    if (unread.isEmpty()) {
      return Optional.empty();
    }
    boolean notLookedAtSinceTheStart =
        unread.stream()
            .allMatch(
                e -> observed.get(e.name()).sighting().isEmpty() && e.reason() != Reason.CHECKING);
    EnvironmentStatus first = unread.get(0);
    Finding now =
        first.reason().severity() == Severity.READY
            ? BEING_COMPARED
            : unknown(first, DriftFinding.unread(first));
    return before.filter(f -> notLookedAtSinceTheStart && stillSo(f)).or(() -> Optional.of(now));
  }

  /** What was found before is not repeated when a look at one of the environments refutes it. */
  private boolean stillSo(Finding before) {
    return switch (before.reason()) {
      case DRIFT_DETECTED -> environments.stream().anyMatch(DriftFinding::hasDrifted);
      case PARITY_MISMATCH ->
          environments.stream().anyMatch(e -> e.reason() == Reason.PARITY_MISMATCH);
      default -> true;
    };
  }

  private Optional<Finding> atWork() {
    return environments.stream()
        .filter(e -> observed.get(e.name()).running())
        .findFirst()
        .map(e -> unknown(e, "compared again when %s has been migrated".formatted(e.name())));
  }

  private static Finding unknown(EnvironmentStatus because, String message) {
    return Finding.unknown(ConditionType.SCHEMA_PARITY, because.reason(), message);
  }

  private Optional<Finding> atDifferentVersions() {
    List<Optional<Version>> versions =
        environments.stream()
            .map(e -> observed.get(e.name()).facts().flatMap(f -> f.applied().current()))
            .distinct()
            .toList();
    if (versions.size() <= 1) {
      return Optional.empty();
    }
    Optional<EnvironmentStatus> moving =
        environments.stream().filter(e -> e.state() != EnvironmentState.READY).findFirst();
    if (moving.isPresent()) {
      String now = Summary.versions(environments);
      return moving.map(
          e -> unknown(e, "compared when all environments are at one version; now " + now));
    }
    Version highest =
        versions.stream().flatMap(Optional::stream).max(Version::compareTo).orElseThrow();
    return Optional.of(
        Finding.no(
            ConditionType.SCHEMA_PARITY,
            Reason.AHEAD_OF_TARGET,
            "%s; set spec.targetVersion to \"%s\" to bring all to one version"
                .formatted(Summary.versions(environments), highest)));
  }

  private Finding compared(Optional<Parity> parity) {
    List<String> names = environments.stream().map(EnvironmentStatus::name).toList();
    boolean compared = parity.filter(p -> p.compared().containsAll(names)).isPresent();
    if (names.size() != 1 && !compared) {
      return nothingToCompare().orElse(BEING_COMPARED);
    }
    DatabaseFacts first = observed.get(names.get(0)).facts().orElseThrow();
    String at = first.applied().current().map(v -> "version " + v).orElse("no version");
    String fingerprint = first.fingerprint().map(f -> " (" + f + ")").orElse("");
    return Finding.yes(
        ConditionType.SCHEMA_PARITY,
        Reason.SCHEMAS_EQUAL,
        names.size() == 1
            ? "there is one environment only: %s%s".formatted(at, fingerprint)
            : "%s are equal at %s%s".formatted(listed(names), at, fingerprint));
  }

  /** A database that no migration has reached has no schema yet. */
  private Optional<Finding> nothingToCompare() {
    return environments.stream()
        .filter(e -> observed.get(e.name()).facts().flatMap(DatabaseFacts::fingerprint).isEmpty())
        .findFirst()
        .map(e -> unknown(e, "compared when all environments have a schema"));
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
