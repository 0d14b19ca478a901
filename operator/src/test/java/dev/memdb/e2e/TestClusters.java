package dev.memdb.e2e;

import static org.assertj.core.api.Assertions.fail;

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
  private static TestCluster shared;
  private static String missing;

  private TestClusters() {}

  /** The one of this JVM, started on first use; a JVM that is interrupted ends it as well. */
  static synchronized TestCluster shared() {
    boolean node = required("MEMDB_REQUIRE_NODE");
    boolean k3s = required("MEMDB_REQUIRE_K3S");
    if (shared == null && missing == null) {
      Optional<String> noNode = k3s ? Optional.of("not asked for") : NodeCluster.missing();
      Optional<String> noK3s =
          noNode.isEmpty() || node ? Optional.of("not asked for") : K3sCluster.missing();
      if (noNode.isEmpty()) {
        start("the node of hack/cluster", NodeCluster::start);
      } else if (noK3s.isEmpty()) {
        start("K3s in Docker", K3sCluster::start);
      } else {
        missing = "no cluster that runs pods: %s; K3s: %s".formatted(noNode.get(), noK3s.get());
        System.err.println("E2E tests: " + missing);
      }
    }
    if (missing == null) {
      return shared;
    }
    return node || k3s ? fail(missing) : Assumptions.abort("skipped: " + missing);
  }

  private static void start(String what, Supplier<TestCluster> cluster) {
    System.err.println("E2E tests run on " + what);
    shared = cluster.get();
    Runtime.getRuntime().addShutdownHook(new Thread(TestClusters::end));
  }

  /** Ends it, if it was started; see {@link ClusterEnd}. */
  static synchronized void end() {
    if (shared != null) {
      shared.close();
      shared = null;
      missing = "it has ended";
    }
  }

  private static boolean required(String variable) {
    return Boolean.parseBoolean(System.getenv(variable));
  }
}
