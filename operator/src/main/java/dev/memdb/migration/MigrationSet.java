package dev.memdb.migration;

import java.util.List;
import java.util.Optional;

/**
 * The migrations of a resource, checked as a whole.
 *
 * @param from where they were found, for people: {@code bundled memory-core} or {@code ConfigMap a,
 *     b}
 * @param digest {@code sha256:} and 64 hexadecimal digits over all names and contents
 * @param migrations by version, ascending; never empty
 */
public record MigrationSet(String from, String digest, List<Migration> migrations) {

  /** The highest version. */
  public Version latest() {
    return migrations.get(migrations.size() - 1).version();
  }

  /** The migration of a version. */
  public Optional<Migration> find(Version version) {
    return migrations.stream().filter(m -> m.version().equals(version)).findFirst();
  }
}
