package dev.memdb.e2e;

import static org.awaitility.Awaitility.await;

import dev.memdb.testkit.Command;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The operator of {@code manifests/install.yaml}, with the image that {@code hack/image} makes of
 * this build.
 */
final class InstalledOperator {
  private static final String NAMESPACE = "memdb-system";
  private static final Map<String, String> LABELS =
      Map.of("app.kubernetes.io/name", "memory-database-operator");

  /** On two cores that others use as well; by itself it takes 5 s. */
  private static final Duration LONG = Duration.ofSeconds(90);

  private static InstalledOperator shared;

  private final TestCluster cluster;
  private final KubernetesClient client;

  private InstalledOperator(TestCluster cluster) {
    this.cluster = cluster;
    this.client = cluster.api().client();
  }

  /** The one of this JVM's cluster, installed on first use. */
  static synchronized InstalledOperator shared() {
    TestCluster cluster = TestClusters.shared();
    if (shared == null) {
      InstalledOperator operator = new InstalledOperator(cluster);
      operator.install();
      shared = operator;
    }
    return shared;
  }

  private void install() {
    Path archive = Repository.built("memdb-e2e-image.tar");
    String image = pack(archive);
    cluster.load(archive);
    removeOlder();
    cluster.api().kubectl("apply", "-f", Repository.path("manifests/install.yaml"));
    String asked =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName("memdb")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .get(0)
            .getImage();
    if (!asked.equals(image)) {
      throw new AssertionError(
          "the manifest asks for %s, hack/image made %s".formatted(asked, image));
    }
    awaitReady();
  }

  /** Of a cluster that was up before: with the same tag it would keep its old image. */
  private void removeOlder() {
    cluster
        .api()
        .kubectl("delete", "deployment", "memdb", "--namespace=" + NAMESPACE, "--ignore-not-found");
  }

  /** The image's name. */
  private static String pack(Path archive) {
    String jar = Repository.built("memdb.jar").toString();
    List<String> command = List.of(Repository.path("hack/image"), archive.toString(), "", jar);
    return Command.run(command, Map.of(), "", System.err::println).orThrow().strip();
  }

  TestCluster cluster() {
    return cluster;
  }

  /** Its pod; there is one that is not about to go. */
  Pod pod() {
    return pods().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no pod of the operator"));
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).withLabels(LABELS).list().getItems();
  }

  /** Waits until there is one pod, and it is ready. */
  Pod awaitReady() {
    try {
      await()
          .atMost(LONG)
          .until(
              () -> {
                List<Pod> pods = pods();
                return pods.size() == 1 && Readiness.isPodReady(pods.get(0));
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      String about =
          cluster.api().kubectl("describe", "pods", "--namespace=" + NAMESPACE) + "\n" + log();
      throw new AssertionError("the operator's pod is not ready:\n" + about, e);
    }
    return pod();
  }

  /** {@code kill -9} of its process; returns when the kubelet has started it again in its pod. */
  void kill() {
    int before = restarts();
    cluster.kill(pod());
    await().atMost(LONG).until(() -> restarts() > before);
    awaitReady();
  }

  /** How often the process of its pod was started again. */
  int restarts() {
    return pod().getStatus().getContainerStatuses().get(0).getRestartCount();
  }

  /** As a drained node or a person does it: it is told to stop, and another pod is made. */
  void delete() {
    client.resource(pod()).delete();
  }

  /** What its process has written since it was last started. */
  String log() {
    return client.pods().inNamespace(NAMESPACE).withName(pod().getMetadata().getName()).getLog();
  }

  /** What its process had written before it was started again in the same pod. */
  String logBefore() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withName(pod().getMetadata().getName())
        .terminated()
        .getLog();
  }
}
