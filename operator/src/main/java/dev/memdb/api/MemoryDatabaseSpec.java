package dev.memdb.api;

import java.util.List;

/**
 * What is wanted. Absent fields stay null: defaults live in code, so that a GitOps tool never sees
 * a difference.
 *
 * @param targetVersion the version that every environment must at least reach
 * @param migrations where the migration set comes from
 * @param schemas PostgreSQL schemas under management
 * @param environments the databases, by name; their order means nothing
 * @param locking how long a migration may wait and block; null: the defaults
 * @param parity what is done about differences, and how often they are looked for; null: defaults
 * @param suspend true: nothing is changed anywhere; null: false
 */
public record MemoryDatabaseSpec(
    String targetVersion,
    MigrationsSpec migrations,
    List<String> schemas,
    List<EnvironmentSpec> environments,
    LockingSpec locking,
    ParitySpec parity,
    Boolean suspend) {

  public MemoryDatabaseSpec {
    schemas = schemas == null ? List.of() : List.copyOf(schemas);
    environments = environments == null ? List.of() : List.copyOf(environments);
  }
}
