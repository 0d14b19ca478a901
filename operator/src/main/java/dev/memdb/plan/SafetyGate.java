package dev.memdb.plan;

import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.Comparator;
import java.util.Optional;

/**
 * How far migrations may go: to the target, or to the version before the first one that is unsafe
 * in any environment, so that none gets a version which another could never have.
 */
final class SafetyGate {
  private final Observation observation;
  private final Optional<Judgement> unsafe;

  SafetyGate(Observation observation) {
    this.observation = observation;
    this.unsafe =
        observation.environments().stream()
            .flatMap(e -> valid(e).stream())
            .filter(j -> j.unsafe().isPresent())
            .min(Comparator.comparing(j -> j.unsafe().orElseThrow()));
  }

  /** What is said against the first version that is not safe; empty: nothing. */
  Optional<Judgement> unsafe() {
    return unsafe;
  }

  /** The version that is not applied, and neither is a later one; empty: all may be. */
  Optional<Version> stop() {
    return observation.unsafeDdl() == UnsafeDdl.BLOCK
        ? unsafe.flatMap(Judgement::unsafe)
        : Optional.empty();
  }

  /** The version to reach: the target where nothing stops before it. */
  Version goal() {
    Version target = observation.target().orElseThrow();
    return stop().flatMap(stop -> observation.set().flatMap(set -> last(set, stop))).orElse(target);
  }

  private static Optional<Version> last(MigrationSet set, Version before) {
    return set.migrations().stream()
        .map(Migration::version)
        .filter(v -> v.compareTo(before) < 0)
        .reduce((a, b) -> b);
  }

  /** Whether its database is to be asked before anything is applied anywhere. */
  boolean isUnjudged(EnvironmentObservation environment) {
    return environment.suspect() && valid(environment).isEmpty();
  }

  /** Whether there is such a one. */
  boolean awaitsJudgement() {
    return observation.environments().stream().anyMatch(this::isUnjudged);
  }

  /** An older look may have judged another set, or other versions of it. */
  private Optional<Judgement> valid(EnvironmentObservation environment) {
    if (observation.set().isEmpty() || observation.target().isEmpty()) {
      return Optional.empty();
    }
    MigrationSet set = observation.set().get();
    Version target = observation.target().get();
    return environment
        .facts()
        .flatMap(
            facts ->
                DatabaseFacts.firstMissing(facts.applied(), set, target)
                    .flatMap(
                        from -> facts.judgement().filter(j -> j.isOf(set.digest(), from, target))));
  }
}
