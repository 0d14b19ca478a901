package dev.memdb.migration;

import java.util.List;
import java.util.Optional;

/** All migrations of one source, ascending. */
public record MigrationSet(String from, String digest, List<Migration> migrations) {
  public Version latest() {
    return migrations.get(migrations.size() - 1).version();
  }

  public Optional<Migration> find(Version version) {
    return migrations.stream().filter(m -> m.version().equals(version)).findFirst();
  }
}
