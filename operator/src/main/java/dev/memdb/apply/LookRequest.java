package dev.memdb.apply;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.postgres.Endpoint;
import java.util.List;
import java.util.Optional;

/**
 * What a look is to find out.
 *
 * @param self whose database it must be
 * @param endpoint where it is
 * @param schemas the managed schemas
 * @param mode in mode Observe the history of whoever migrates it is read
 * @param set tells which versions are verified after their commit, and what those do that are
 *     missing; empty: none known now
 * @param target missing versions are judged up to it; empty: none is
 */
public record LookRequest(
    Claim self,
    Endpoint endpoint,
    List<String> schemas,
    EnvironmentMode mode,
    Optional<MigrationSet> set,
    Optional<Version> target) {
  public LookRequest {
    schemas = List.copyOf(schemas);
  }
}
