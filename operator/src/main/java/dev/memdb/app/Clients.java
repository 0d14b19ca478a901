package dev.memdb.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

/** The Kubernetes client, and who the cluster is. */
final class Clients {
  /** A request that hangs holds a thread of the loop, and a lease that cannot be renewed. */
  private static final int TIMEOUT_MS = 5000;

  private Clients() {}

  static KubernetesClient create() {
    Config config =
        new ConfigBuilder(Config.autoConfigure(null))
            .withRequestRetryBackoffLimit(0) // the loop retries, with what is true by then
            .withRequestTimeout(TIMEOUT_MS)
            .withConnectionTimeout(TIMEOUT_MS)
            .build();
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }

  /** The UID of namespace kube-system: it stays as long as the cluster does. */
  static String clusterId(KubernetesClient client) {
    return client.namespaces().withName("kube-system").get().getMetadata().getUid();
  }
}
