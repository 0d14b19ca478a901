package dev.memdb.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the operator is told from outside, read once. Each is an environment variable; a value that
 * cannot be used ends the start.
 *
 * @param watchNamespaces MEMDB_WATCH_NAMESPACES, comma-separated; empty: all
 * @param leaseNamespace MEMDB_LEASE_NAMESPACE, where the leader's Lease is; empty: the pod's own,
 *     else {@code default}
 * @param lease MEMDB_LEASE_SECONDS, how long a leader that has died keeps the others waiting; a
 *     short one costs the API server more renewals, and deposes a leader that is merely slow
 * @param identity POD_NAME or HOSTNAME, and a random part: two processes are never taken for one
 * @param clusterId MEMDB_CLUSTER_ID, what this cluster is called in claims; empty: the UID of
 *     namespace kube-system
 * @param allowLoopback MEMDB_ALLOW_LOOPBACK, true only for a demo or a test on one machine
 * @param httpPort MEMDB_HTTP_PORT, health and metrics; 0: any free port
 * @param parallelLooks MEMDB_PARALLEL_LOOKS, databases looked at side by side
 * @param parallelRuns MEMDB_PARALLEL_RUNS, databases migrated side by side
 * @param image MEMDB_IMAGE, the operator's own image, for the pods of backfill workers; empty: no
 *     Job can be made
 */
record Settings(
    List<String> watchNamespaces,
    Optional<String> leaseNamespace,
    Duration lease,
    String identity,
    Optional<String> clusterId,
    boolean allowLoopback,
    int httpPort,
    int parallelLooks,
    int parallelRuns,
    Optional<String> image) {

  private static final int DEFAULT_PORT = 8080;

  /** As Kubernetes' own controllers. */
  private static final int DEFAULT_LEASE_SECONDS = 15;

  /** A look or a run mostly waits for its database: more of them than cores is right. */
  private static final int DEFAULT_PARALLEL = 8;

  static Settings of(Map<String, String> environment) {
    Reader read = new Reader(environment);
    return new Settings(
        read.list("MEMDB_WATCH_NAMESPACES"),
        read.text("MEMDB_LEASE_NAMESPACE"),
        Duration.ofSeconds(read.number("MEMDB_LEASE_SECONDS", DEFAULT_LEASE_SECONDS, 3, 300)),
        read.text("POD_NAME").or(() -> read.text("HOSTNAME")).orElse("memdb")
            + "-"
            + UUID.randomUUID().toString().substring(0, 8),
        read.text("MEMDB_CLUSTER_ID"),
        read.flag("MEMDB_ALLOW_LOOPBACK"),
        read.number("MEMDB_HTTP_PORT", DEFAULT_PORT, 0, 65_535),
        read.number("MEMDB_PARALLEL_LOOKS", DEFAULT_PARALLEL, 1, 256),
        read.number("MEMDB_PARALLEL_RUNS", DEFAULT_PARALLEL, 1, 256),
        read.text("MEMDB_IMAGE"));
  }

  private record Reader(Map<String, String> environment) {
    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(v -> !v.isEmpty());
    }

    List<String> list(String name) {
      return text(name).stream()
          .flatMap(v -> List.of(v.split(",")).stream())
          .map(String::strip)
          .filter(v -> !v.isEmpty())
          .toList();
    }

    boolean flag(String name) {
      String value = text(name).orElse("false");
      if (!value.equals("true") && !value.equals("false")) {
        throw new IllegalArgumentException(name + " is \"" + value + "\": write true or false");
      }
      return value.equals("true");
    }

    int number(String name, int otherwise, int least, int most) {
      Optional<String> value = text(name);
      if (value.isEmpty()) {
        return otherwise;
      }
      if (value.get().matches("[0-9]{1,6}")) {
        int number = Integer.parseInt(value.get());
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw new IllegalArgumentException(
          "%s is \"%s\": write a number from %d to %d".formatted(name, value.get(), least, most));
    }
  }
}
