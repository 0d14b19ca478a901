package dev.memdb.plan;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is known about a resource at one moment.
 *
 * @param resource {@code namespace/name}
 * @param generation of the spec that was read
 * @param shown what the status said when it was read
 * @param targetVersion as the spec has it; may be no version at all
 * @param unknown what the spec has that this operator does not know; see {@code MemoryDatabaseSpec}
 * @param suspended {@code spec.suspend}
 * @param hold the value of annotation {@code memdb.dev/hold}
 * @param requestedAt the value of annotation {@code memdb.dev/requested-at}
 * @param source the migration set, or why there is none
 * @param unsafeDdl what an unsafe migration causes
 * @param onDrift what a change made by hand causes
 * @param interval {@code parity.interval}: how old a sighting may become
 * @param environments in any order; the names are unique
 * @param parity how the environments' schemas compare; empty: not compared yet
 * @param now the moment
 */
public record Observation(
    String resource,
    long generation,
    Shown shown,
    String targetVersion,
    List<String> unknown,
    boolean suspended,
    Optional<String> hold,
    Optional<String> requestedAt,
    Source source,
    UnsafeDdl unsafeDdl,
    DriftPolicy onDrift,
    Duration interval,
    List<EnvironmentObservation> environments,
    Optional<Parity> parity,
    Instant now) {

  public Observation {
    unknown = List.copyOf(unknown);
    environments = List.copyOf(environments);
  }

  /** The target; empty when the spec's text is no version. */
  public Optional<Version> target() {
    try {
      return Optional.of(Version.of(targetVersion));
    } catch (IllegalArgumentException notAVersion) {
      return Optional.empty();
    }
  }

  /** The migration set; empty when the source has not been resolved. */
  public Optional<MigrationSet> set() {
    return source instanceof Source.Resolved resolved
        ? Optional.of(resolved.set())
        : Optional.empty();
  }

  /** What a person has asked for: what failed for one request is not tried again for it. */
  public String request() {
    return generation + "/" + requestedAt.orElse("");
  }

  /** What a run that starts now is based on. */
  public Basis basis() {
    return new Basis(generation, set().map(MigrationSet::digest), requestedAt);
  }
}
