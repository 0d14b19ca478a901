package dev.memdb.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart, installed by Helm on a real API server: its rights are enough for the operator, and no
 * more.
 */
class RightsIT {
  private static final Map<String, String> FILES =
      Map.of("V1__memory.sql", "CREATE SCHEMA app; CREATE TABLE app.memory (id bigint);");

  /** The operator is a new process, and others keep this machine busy. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** What would ruin a cluster, read what is not the operator's, or lead to more rights. */
  private static final List<String> NEVER =
      List.of(
          "list secrets",
          "watch secrets",
          "create secrets",
          "patch secrets",
          "get pods/log",
          "create pods/exec",
          "get pods/exec",
          "create pods/attach",
          "create pods/portforward",
          "create pods",
          "delete pods",
          "create configmaps",
          "patch configmaps",
          "patch memorydatabases.memdb.dev",
          "delete memorydatabases.memdb.dev",
          "create serviceaccounts/token",
          "impersonate users",
          "create rolebindings.rbac.authorization.k8s.io",
          "bind clusterroles.rbac.authorization.k8s.io",
          "escalate roles.rbac.authorization.k8s.io",
          "patch deployments.apps",
          "list namespaces",
          "get nodes",
          "patch customresourcedefinitions.apiextensions.k8s.io");

  private static ApiServer server;
  private static TestNamespace everywhere;
  private static TestNamespace watched;
  private static TestNamespace other;

  @TempDir static Path folder;

  @BeforeAll
  static void install() {
    server = ApiServer.start("clusterrole-aggregation-controller");
    everywhere = TestNamespace.create(server);
    watched = TestNamespace.create(server);
    other = TestNamespace.create(server);
    Chart.install(server.kubeconfig(), everywhere.name(), Map.of());
    Chart.install(
        server.kubeconfig(),
        watched.name(),
        Map.of("watchNamespaces", List.of(watched.name()), "crds", Map.of("install", false)));
    server.withCrds();
  }

  @AfterAll
  static void stop() {
    Stream.of(everywhere, watched, other).forEach(TestNamespace::close);
    server.close();
  }

  @Test
  void areEnoughForTheWholeCluster() {
    assertReaches(everywhere, other, Map.of("MEMDB_WATCH_NAMESPACES", ""));
  }

  @Test
  void areEnoughForOneNamespace() {
    assertReaches(watched, watched, Map.of("MEMDB_WATCH_NAMESPACES", watched.name()));
  }

  @Test
  void areNoMoreForTheWholeCluster() {
    assertThat(allowed(everywhere, other, NEVER)).isEmpty();
    assertThat(
            allowed(
                everywhere,
                other,
                List.of(
                    "get secrets",
                    "create leases.coordination.k8s.io",
                    "patch leases.coordination.k8s.io")))
        .containsExactly("get secrets");
  }

  @Test
  void areNoneInNamespacesThatAreNotWatched() {
    assertThat(allowed(watched, watched, NEVER)).isEmpty();
    assertThat(allowed(watched, watched, List.of("get secrets", "list configmaps"))).hasSize(2);
    assertThat(
            allowed(
                watched,
                other,
                List.of(
                    "get secrets",
                    "list configmaps",
                    "get memorydatabases.memdb.dev",
                    "create events",
                    "create jobs.batch",
                    "list pods")))
        .isEmpty();
  }

  @Test
  void toTheLeaseAreForThatOneOnly() {
    User account = User.account(everywhere.name(), "memdb");
    String right = "patch leases.coordination.k8s.io";

    assertThat(account.may(everywhere, right, "memdb-operator")).isTrue();
    assertThat(account.may(everywhere, right, "another")).isFalse();
  }

  @Test
  void ofThoseWhoEditANamespaceIncludeItsMemoryDatabases() {
    User editor = new User("editor");
    server.kubectl(
        "create",
        "rolebinding",
        "editor",
        "--clusterrole=edit",
        "--user=editor",
        "--namespace=" + other.name());

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> editor.may(other, "create memorydatabases.memdb.dev"));
    assertThat(editor.may(other, "get memorydatabases.memdb.dev")).isTrue();
    assertThat(editor.may(other, "patch memorydatabases.memdb.dev/status")).isFalse();
    assertThat(editor.may(watched, "get memorydatabases.memdb.dev")).isFalse();
  }

  /** The operator as its ServiceAccount: reaches the target, and nothing is forbidden to it. */
  private static void assertReaches(
      TestNamespace home, TestNamespace with, Map<String, String> settings) {
    TestMemoryDatabase mdb = with.memoryDatabase("of-" + home.name());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("MEMDB_LEASE_NAMESPACE", home.name());
    try (OperatorProcess operator = OperatorProcess.start(as(home), home.name(), all)) {
      mdb.create("1", FILES).await("Ready", LONG, Resources::isReady);
      mdb.awaitEvent("UpToDate");
      operator.stop(); // the lease is given up
      assertThat(operator.log()).contains("leading").doesNotContain("forbidden: User");
    }
    mdb.delete();
  }

  private static List<String> allowed(TestNamespace home, TestNamespace where, List<String> asked) {
    User account = User.account(home.name(), "memdb");
    return asked.stream().filter(right -> account.may(where, right)).toList();
  }

  /** The same API server, as the ServiceAccount of that namespace. */
  private static ApiServer as(TestNamespace home) {
    String token = server.kubectl("create", "token", "memdb", "--namespace=" + home.name()).strip();
    try {
      Path kubeconfig = Files.createTempDirectory(folder, "account").resolve("kubeconfig");
      Files.copy(server.kubeconfig(), kubeconfig);
      ApiServer account = ApiServer.of(kubeconfig, server.kubectl().program());
      account.kubectl("config", "set-credentials", "account", "--token=" + token);
      account.kubectl("config", "set-context", "--current", "--user=account");
      return account;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
