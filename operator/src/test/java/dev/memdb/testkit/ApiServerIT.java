package dev.memdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiServerIT {
  @Test
  void keepsItsContentOverARestart() {
    long start = System.nanoTime();
    try (ApiServer server = ApiServer.start();
        KubernetesClient client = server.client()) {
      long up = System.nanoTime();
      String namespace = server.namespace();
      create(client, namespace, "before", null);

      server.stop();
      assertThatThrownBy(() -> client.namespaces().withName(namespace).get())
          .isInstanceOf(KubernetesClientException.class);
      long stopped = System.nanoTime();
      server.restart();

      System.out.printf(
          "API server: started in %.1f s, again in %.1f s%n",
          seconds(start, up), seconds(stopped, System.nanoTime()));
      assertThat(client.configMaps().inNamespace(namespace).withName("before").get()).isNotNull();
    }
  }

  @Test
  void followsOwnerReferencesWhenAskedTo() {
    try (ApiServer server = ApiServer.start("garbage-collector-controller");
        KubernetesClient client = server.client()) {
      String namespace = server.namespace();
      ConfigMap owner = create(client, namespace, "owner", null);
      create(client, namespace, "owned", owner);

      client.resource(owner).delete();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.configMaps().inNamespace(namespace).withName("owned").get() == null);
    }
  }

  @Test
  void leavesNothingBehind() throws IOException {
    ApiServer server = ApiServer.start();
    List<ProcessHandle> processes = processes(server);
    assertThat(processes).hasSize(2).allMatch(ProcessHandle::isAlive); // etcd and kube-apiserver

    server.close();

    await().atMost(Duration.ofSeconds(10)).until(() -> noneRuns(processes));
    assertThat(server.kubeconfig().getParent()).doesNotExist();
  }

  @Test
  void isUsedByTheRealKubectl() {
    ApiServer server = ApiServer.shared();
    String namespace = server.namespace();
    String manifest =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: greeting}
        data: {text: "hello, world"}
        """;

    server.kubectl().runWithInput(manifest, "apply", "-n", namespace, "-f", "-");

    assertThat(server.kubectl("describe", "configmap", "greeting", "-n", namespace))
        .contains("text:\n----\nhello, world\n");
    assertThatThrownBy(() -> server.kubectl("get", "configmap", "farewell", "-n", namespace))
        .hasMessageContaining("configmaps \"farewell\" not found");
  }

  private static ConfigMap create(
      KubernetesClient client, String namespace, String name, ConfigMap owner) {
    ConfigMapBuilder builder =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata();
    if (owner != null) {
      builder
          .editMetadata()
          .addNewOwnerReference()
          .withApiVersion("v1")
          .withKind("ConfigMap")
          .withName(owner.getMetadata().getName())
          .withUid(owner.getMetadata().getUid())
          .endOwnerReference()
          .endMetadata();
    }
    return client.resource(builder.build()).create();
  }

  private static List<ProcessHandle> processes(ApiServer server) throws IOException {
    try (Stream<Path> files = Files.list(server.kubeconfig().resolveSibling("pid"))) {
      return files.map(ApiServerIT::processOf).toList();
    }
  }

  private static ProcessHandle processOf(Path file) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean noneRuns(List<ProcessHandle> processes) {
    return processes.stream().noneMatch(ProcessHandle::isAlive);
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
