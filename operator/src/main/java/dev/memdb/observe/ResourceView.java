package dev.memdb.observe;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.LockingSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.ParitySpec;
import dev.memdb.api.SafetySpec;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.apply.Limits;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A resource's spec with the defaults filled in, and what follows from its metadata. */
public record ResourceView(MemoryDatabase resource) {
  /** Documented in docs/concepts.md. */
  private static final Duration INTERVAL = Duration.ofMinutes(5);

  /** {@code namespace/name}. */
  public String id() {
    return namespace() + "/" + resource.getMetadata().getName();
  }

  public String uid() {
    return resource.getMetadata().getUid();
  }

  public String namespace() {
    return resource.getMetadata().getNamespace();
  }

  public long generation() {
    return resource.getMetadata().getGeneration();
  }

  /** The target; empty when the spec's text is no version. */
  public Optional<Version> target() {
    try {
      return Optional.of(Version.of(resource.getSpec().targetVersion()));
    } catch (IllegalArgumentException notAVersion) {
      return Optional.empty();
    }
  }

  public List<String> schemas() {
    return resource.getSpec().schemas();
  }

  public List<EnvironmentSpec> environments() {
    return resource.getSpec().environments();
  }

  /** Who an environment's database must belong to. */
  public Claim claim(String cluster, EnvironmentSpec environment) {
    return new Claim(cluster, id(), environment.name(), null);
  }

  public Limits limits() {
    LockingSpec locking = resource.getSpec().locking();
    if (locking == null) {
      return Limits.DEFAULT;
    }
    return new Limits(
        Durations.of(locking.lockTimeout(), Limits.DEFAULT.lockTimeout()),
        Durations.of(locking.statementTimeout(), Limits.DEFAULT.statementTimeout()),
        Durations.of(locking.writerWait(), Limits.DEFAULT.writerWait()));
  }

  /** How an environment's rows are filled. */
  public FillSettings fill(EnvironmentSpec environment) {
    return FillSettings.of(resource.getSpec().backfill(), environment.backfill());
  }

  public UnsafeDdl unsafeDdl() {
    SafetySpec safety = resource.getSpec().safety();
    return safety == null || safety.unsafeDDL() == null ? UnsafeDdl.BLOCK : safety.unsafeDDL();
  }

  public DriftPolicy onDrift() {
    ParitySpec parity = resource.getSpec().parity();
    return parity == null || parity.onDrift() == null ? DriftPolicy.BLOCK : parity.onDrift();
  }

  public Duration interval() {
    ParitySpec parity = resource.getSpec().parity();
    return parity == null ? INTERVAL : Durations.of(parity.interval(), INTERVAL);
  }

  public boolean suspended() {
    return Boolean.TRUE.equals(resource.getSpec().suspend());
  }

  public Optional<String> hold() {
    return annotation(MemoryDatabase.HOLD);
  }

  public Optional<String> requestedAt() {
    return annotation(MemoryDatabase.REQUESTED_AT);
  }

  /** What a person has asked for: a failure is final for one request. */
  public String request() {
    return generation() + "/" + requestedAt().orElse("");
  }

  /** What a sighting of an environment depends on. */
  public String address(EnvironmentSpec environment) {
    return String.join(
        "|",
        environment.connection().toString(),
        mode(environment).name(),
        schemas().toString(),
        requestedAt().orElse(""));
  }

  public static EnvironmentMode mode(EnvironmentSpec environment) {
    return environment.mode() == null ? EnvironmentMode.MIGRATE : environment.mode();
  }

  public static List<String> after(EnvironmentSpec environment) {
    return environment.promotion() == null ? List.of() : environment.promotion().after();
  }

  private Optional<String> annotation(String name) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return Optional.ofNullable(annotations).map(a -> a.get(name));
  }
}
