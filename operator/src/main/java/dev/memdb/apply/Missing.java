package dev.memdb.apply;

import dev.memdb.ledger.Rollout;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.plan.AppliedVersions;
import dev.memdb.plan.DatabaseFacts;
import java.util.List;
import java.util.Optional;

/**
 * What a database lacks.
 *
 * @param begun the first version of the rollout that goes on with it, which may have been applied
 *     already: what was harmless when it was begun is so when it goes on after a failure
 * @param from the first that is missing
 * @param major of its server
 * @param schemas the search path of the session that applies them
 */
public record Missing(
    MigrationSet set, Version begun, Version from, Version to, int major, List<String> schemas) {
  /** Empty: it lacks nothing. */
  public static Optional<Missing> of(
      MigrationSet set,
      AppliedVersions applied,
      Optional<Rollout> rollout,
      Version target,
      int major,
      List<String> schemas) {
    return DatabaseFacts.firstMissing(applied, set, target)
        .map(
            from ->
                new Missing(
                    set,
                    begun(set, rollout, from, target),
                    from,
                    target,
                    major,
                    List.copyOf(schemas)));
  }

  private static Version begun(
      MigrationSet set, Optional<Rollout> rollout, Version from, Version target) {
    return rollout
        .filter(r -> r.digest().equals(set.digest()) && r.target().equals(target))
        .flatMap(
            r ->
                set.migrations().stream()
                    .map(Migration::version)
                    .filter(v -> r.from().filter(had -> v.compareTo(had) <= 0).isEmpty())
                    .findFirst())
        .filter(first -> first.compareTo(from) < 0)
        .orElse(from);
  }

  Key key() {
    return new Key(set.digest(), begun, from, to, major, schemas);
  }

  /** What two databases have in common that lack the same. */
  record Key(
      String digest, Version begun, Version from, Version to, int major, List<String> schemas) {}
}
