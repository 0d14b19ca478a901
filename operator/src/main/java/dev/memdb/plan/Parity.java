package dev.memdb.plan;

import dev.memdb.migration.Version;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the schemas of environments at equal versions compare.
 *
 * @param compared the environments whose schemas were compared with each other
 * @param mismatches what was found; empty: all of them are equal
 */
public record Parity(List<String> compared, List<Mismatch> mismatches) {
  public Parity {
    compared = List.copyOf(compared);
    mismatches = List.copyOf(mismatches);
  }

  /** Whether no two of the compared schemas differ. */
  public boolean equal() {
    return mismatches.isEmpty();
  }

  /** Whether it is one of two that differ for no known reason: either may be mended. */
  boolean concerns(String environment) {
    return mismatches.stream()
        .filter(m -> !m.onlyDrift())
        .anyMatch(m -> m.reference().equals(environment) || m.environment().equals(environment));
  }

  /** How an environment differs from those that go first. */
  Stream<Mismatch> of(String environment) {
    return mismatches.stream().filter(m -> m.environment().equals(environment));
  }

  /**
   * Two environments at one version with different schemas.
   *
   * @param reference the environment that goes first
   * @param environment the one that differs from it
   * @param version the version of both
   * @param count how many objects differ
   * @param differences those objects, one line each; may hold fewer lines than {@code count}
   * @param onlyDrift true: changes made by hand, known as drift of one of the two, are all of it
   */
  public record Mismatch(
      String reference,
      String environment,
      Version version,
      int count,
      List<String> differences,
      boolean onlyDrift) {
    public Mismatch {
      differences = List.copyOf(differences);
    }

    /**
     * Whether drift that was seen explains it. After {@code spec.schemas} has changed nobody knows
     * what to expect, so no drift is seen, and the difference has to be told as what it is.
     */
    public boolean isDriftOf(Collection<EnvironmentObservation> environments) {
      return onlyDrift
          && environments.stream()
              .filter(e -> e.name().equals(reference) || e.name().equals(environment))
              .flatMap(e -> e.facts().stream())
              .anyMatch(facts -> facts.differences() > 0);
    }
  }
}
