package dev.memdb.api;

import java.util.List;

/**
 * Where the migration set comes from: exactly one of the two.
 *
 * @param bundled a set that ships with the operator ({@code memory-core}); null when not used
 * @param configMaps ConfigMaps of the same namespace whose keys are file names, merged
 */
public record MigrationsSpec(String bundled, List<ConfigMapRef> configMaps) {
  public MigrationsSpec {
    configMaps = configMaps == null ? List.of() : List.copyOf(configMaps);
  }
}
