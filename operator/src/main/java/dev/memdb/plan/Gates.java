package dev.memdb.plan;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.migration.Version;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an environment waits for before it may be migrated: others, proven first. */
final class Gates {
  private final Observation observation;
  private final SafetyGate safety;
  private final Map<String, EnvironmentObservation> environments;
  private final Map<String, Assessment> assessments;
  private final Fills fills;

  Gates(
      Observation observation,
      SafetyGate safety,
      Map<String, EnvironmentObservation> environments,
      Map<String, Assessment> assessments,
      Fills fills) {
    this.observation = observation;
    this.safety = safety;
    this.environments = environments;
    this.assessments = assessments;
    this.fills = fills;
  }

  /** What it waits for, in words; empty: it may go. */
  Optional<String> closedFor(EnvironmentObservation environment) {
    if (environment.first()) {
      return Optional.empty();
    }
    return Stream.concat(
            environment.after().stream().flatMap(name -> unproven(name).stream()),
            mismatch().stream())
        .findFirst();
  }

  private Optional<String> unproven(String name) {
    Assessment assessment = assessments.get(name);
    EnvironmentObservation environment = environments.get(name);
    if (environment.running()) {
      return Optional.of(name + " is being migrated");
    }
    if (fills.givenUp(environment, assessment)) {
      return Optional.of(heldBack(name, Reason.BACKFILL_FAILED));
    }
    if (!assessment.leads()) {
      return Optional.of(
          switch (assessment.kind()) {
            case UNSEEN -> name + " has not been looked at yet";
            case UPKEEP -> name + " is being put in order";
            case PENDING -> name + " is not at version " + goal();
            default -> heldBack(name, assessment.reason());
          });
    }
    return stale(environment)
        ? Optional.of(name + " is being looked at once more")
        : Optional.empty();
  }

  private static String heldBack(String name, Reason reason) {
    return "%s is held back (%s)".formatted(name, reason.text());
  }

  /** What was true once is no proof: the environment may have been restored from a backup since. */
  private boolean stale(EnvironmentObservation environment) {
    return environment
        .sighting()
        .filter(s -> !s.at().plus(observation.interval()).isAfter(observation.now()))
        .isPresent();
  }

  /** As the spec writes it, where that is the goal. */
  private String goal() {
    return safety.stop().isPresent() ? safety.goal().text() : observation.targetVersion();
  }

  private Optional<String> mismatch() {
    Version target = safety.goal();
    return observation.parity().stream()
        .flatMap(parity -> parity.mismatches().stream())
        .filter(m -> m.version().compareTo(target) >= 0)
        .filter(m -> !(m.onlyDrift() && observation.onDrift() == DriftPolicy.REPORT))
        .map(m -> "the schemas of %s and %s differ".formatted(m.reference(), m.environment()))
        .findFirst();
  }
}
