package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A leader that was frozen, and deposed meanwhile, may write one more status when it wakes up. */
class ForeignStatusIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final ApiServer api = ApiServer.shared().withCrds();
  private final String namespace = api.namespace();

  @Test
  void aStatusThatAnotherHandHasWrittenIsCorrected() {
    try (KubernetesClient client = api.client();
        OperatorProcess operator = OperatorProcess.start(api, namespace, Map.of())) {
      Resource<MemoryDatabase> recall = create(client);
      await().atMost(LONG).until(() -> Resources.isReady(recall.get()));
      MemoryDatabaseStatus ready = recall.get().getStatus();

      api.kubectl(
          "patch",
          "mdb",
          "recall",
          "--namespace=" + namespace,
          "--subresource=status",
          "--type=merge",
          "--patch={\"status\": {\"conditions\": [], \"summary\": \"old news\"}}");
      assertThat(Resources.isReady(recall.get())).isFalse();

      await().atMost(LONG).until(() -> Resources.isReady(recall.get()));
      assertThat(recall.get().getStatus().summary()).isEqualTo(ready.summary());
      assertThat(operator.isAlive()).isTrue();
    }
  }

  private Resource<MemoryDatabase> create(KubernetesClient client) {
    PostgresServer server = PostgresServer.shared(18);
    for (String environment : List.of("staging", "production")) {
      client
          .resource(Resources.secret(namespace, "recall-" + environment, server.createDatabase()))
          .create();
    }
    byte[] file = "CREATE TABLE public.t (i int);".getBytes(StandardCharsets.UTF_8);
    client.resource(Resources.configMap(namespace, "files", Map.of("V1__t.sql", file))).create();
    MemoryDatabase resource =
        Resources.memoryDatabase(namespace, "recall", "1", Resources.configMaps("files"), "public");
    client.resource(resource).create();
    return client.resource(resource);
  }
}
