package dev.memdb.e2e;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * Which cluster it is: the node of {@code hack/cluster}, else K3s in Docker.
 *
 * <p>Where neither can be had the test is aborted with a line that says why. {@code
 * MEMDB_REQUIRE_NODE} and {@code MEMDB_REQUIRE_K3S}, when true, allow the one or the other only,
 * and make that a failure.
 */
final class TestClusters {
  private static Optional<TestCluster> shared = Optional.empty();
  private static String missing = "";

  private TestClusters() {}

  /** The one of this JVM, started on first use; it ends with the JVM. */
  static synchronized TestCluster shared() {
    if (shared.isEmpty() && missing.isEmpty()) {
      shared = start();
      shared.ifPresent(c -> Runtime.getRuntime().addShutdownHook(new Thread(c::close)));
    }
    return shared.orElseGet(() -> Assumptions.abort(missing));
  }

  private static Optional<TestCluster> start() {
    boolean node = required("MEMDB_REQUIRE_NODE");
    boolean k3s = required("MEMDB_REQUIRE_K3S");
    Optional<String> noNode =
        k3s ? Optional.of("not asked for") : NodeCluster.missing().filter(why -> !node);
    if (noNode.isEmpty()) {
      return started("the node of hack/cluster", NodeCluster::start);
    }
    Optional<String> noK3s = K3sCluster.missing();
    if (noK3s.isEmpty()) {
      return started("K3s in Docker", K3sCluster::start);
    }
    missing =
        "skipped: no cluster can be had whose node runs pods. hack/cluster: %s. K3s: %s"
            .formatted(noNode.get(), noK3s.get());
    System.err.println(missing);
    if (k3s) {
      throw new AssertionError(missing);
    }
    return Optional.empty();
  }

  private static Optional<TestCluster> started(String what, Supplier<TestCluster> cluster) {
    System.err.println("E2E tests run on " + what);
    return Optional.of(cluster.get());
  }

  private static boolean required(String variable) {
    return Boolean.parseBoolean(System.getenv(variable));
  }
}
