package dev.memdb.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
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
 * more. What a ServiceAccount may do is asked as {@code kubectl auth can-i --as} asks it.
 */
class RightsIT {
  private static final Map<String, String> FILES =
      Map.of("V1__memory.sql", "CREATE SCHEMA app; CREATE TABLE app.memory (id bigint);");

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
    String account = account(everywhere);
    String right = "patch leases.coordination.k8s.io";

    assertThat(may(account, everywhere, right, "memdb-operator")).isTrue();
    assertThat(may(account, everywhere, right, "another")).isFalse();
  }

  @Test
  void ofThoseWhoEditANamespaceIncludeItsMemoryDatabases() {
    server.kubectl(
        "create",
        "rolebinding",
        "editor",
        "--clusterrole=edit",
        "--user=editor",
        "--namespace=" + other.name());

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> may("editor", other, "create memorydatabases.memdb.dev", null));
    assertThat(may("editor", other, "get memorydatabases.memdb.dev", null)).isTrue();
    assertThat(may("editor", other, "patch memorydatabases.memdb.dev/status", null)).isFalse();
    assertThat(may("editor", watched, "get memorydatabases.memdb.dev", null)).isFalse();
  }

  /** The operator as its ServiceAccount: reaches the target, and nothing is forbidden to it. */
  private static void assertReaches(
      TestNamespace home, TestNamespace with, Map<String, String> settings) {
    TestMemoryDatabase mdb = with.memoryDatabase("of-" + home.name());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("MEMDB_LEASE_NAMESPACE", home.name());
    try (OperatorProcess operator = OperatorProcess.start(as(home), home.name(), all)) {
      mdb.create("1", FILES).awaitReady();
      mdb.awaitEvent("UpToDate");
      operator.stop(); // the lease is given up
      assertThat(operator.log()).contains("leading").doesNotContainIgnoringCase("forbidden");
    }
    mdb.delete();
  }

  private static String account(TestNamespace home) {
    return "system:serviceaccount:" + home.name() + ":memdb";
  }

  private static List<String> allowed(TestNamespace home, TestNamespace where, List<String> asked) {
    return asked.stream().filter(right -> may(account(home), where, right, null)).toList();
  }

  /**
   * One question.
   *
   * @param user as the API server knows it
   * @param right verb, resource, group and subresource as kubectl takes them
   * @param name null: no particular object
   */
  private static boolean may(String user, TestNamespace where, String right, String name) {
    String[] words = right.split(" ", -1);
    String[] resource = words[1].split("/", 2);
    String[] group = resource[0].split("\\.", 2);
    ResourceAttributes attributes = new ResourceAttributes();
    attributes.setNamespace(where.name());
    attributes.setVerb(words[0]);
    attributes.setResource(group[0]);
    attributes.setGroup(group.length == 1 ? "" : group[1]);
    attributes.setSubresource(resource.length == 1 ? null : resource[1]);
    attributes.setName(name);
    return where
        .client()
        .resource(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user)
                .withResourceAttributes(attributes)
                .endSpec()
                .build())
        .create()
        .getStatus()
        .getAllowed();
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
