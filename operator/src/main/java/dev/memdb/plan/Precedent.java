package dev.memdb.plan;

import java.util.Collection;
import java.util.Optional;

/**
 * An environment that goes first, at the same version, without drift: what its schema is is what
 * the migrations make. A schema that equals it is as it should be, whoever made it so.
 */
final class Precedent {
  private Precedent() {}

  /**
   * The environment whose schema, made by migrations, a drifted one has by now.
   *
   * @param proven the environments that are proven
   * @return its name; empty: nothing has drifted, or nobody has that schema
   */
  static Optional<String> of(
      EnvironmentObservation environment, Collection<EnvironmentObservation> proven) {
    DatabaseFacts facts = environment.facts().orElseThrow();
    if (facts.differences() == 0 || facts.fingerprint().isEmpty()) {
      return Optional.empty();
    }
    return proven.stream()
        .filter(e -> environment.after().contains(e.name()))
        .filter(e -> e.facts().filter(other -> isAsMigrated(other, facts)).isPresent())
        .map(EnvironmentObservation::name)
        .findFirst();
  }

  private static boolean isAsMigrated(DatabaseFacts other, DatabaseFacts facts) {
    return other.expected().isPresent()
        && other.differences() == 0
        && other.serverMajor() == facts.serverMajor()
        && other.fingerprint().equals(facts.fingerprint())
        && other.applied().current().equals(facts.applied().current());
  }
}
