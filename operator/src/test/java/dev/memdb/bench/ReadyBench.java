package dev.memdb.bench;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.migration.MigrationSet;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Seconds from {@code kubectl apply} to Ready, operator running: an empty staging and an empty
 * production on servers of their own. The clock starts before kubectl is started.
 *
 * <p>Arguments: {@code --set DIR} for the files of a folder, else the bundled set.
 */
public final class ReadyBench {
  private static final int WARM_UPS = 5;
  private static final int ROUNDS = 5;
  private static final double GOAL = 0.6;

  private ReadyBench() {}

  public static void main(String[] args) throws Exception {
    boolean folder = args.length == 2 && args[0].equals("--set");
    Map<String, byte[]> files = folder ? Sets.folder(Path.of(args[1])) : Sets.bundled();
    MigrationSet set = Sets.load(files);
    PostgresServer staging = PostgresServer.start(18, Map.of());
    PostgresServer production = PostgresServer.start(18, Map.of());
    ApiServer api = ApiServer.shared().withCrds();
    String namespace = api.namespace();
    List<Double> seconds = new ArrayList<>();
    try (OperatorProcess operator = OperatorProcess.start(api, namespace, Map.of());
        KubernetesClient client = api.client()) {
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        String name = "r" + (round + WARM_UPS);
        client
            .resource(Resources.secret(namespace, name + "-staging", staging.createDatabase()))
            .create();
        client
            .resource(
                Resources.secret(namespace, name + "-production", production.createDatabase()))
            .create();
        client.resource(Resources.configMap(namespace, name, files)).create();
        double took = apply(api, client, resource(namespace, name, set, folder));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bench", "ready");
        fields.put("files", set.migrations().size());
        fields.put("round", round < 0 ? "warm-up" : Integer.toString(round + 1));
        fields.put("seconds", took);
        Report.line(fields);
        if (round >= 0) {
          seconds.add(took);
        }
      }
      if (!operator.isAlive()) {
        throw new IllegalStateException(operator.log());
      }
    }
    Report.result("ready", Report.median(Report.array(seconds)), "s", GOAL);
    System.exit(0);
  }

  private static MemoryDatabase resource(
      String namespace, String name, MigrationSet set, boolean folder) {
    return Resources.memoryDatabase(
        namespace,
        name,
        set.latest().text(),
        Resources.configMaps(name),
        folder ? "public" : "memory");
  }

  private static double apply(ApiServer api, KubernetesClient client, MemoryDatabase resource)
      throws IOException {
    Path file = Files.createTempFile("memdb-ready", ".yaml");
    Files.writeString(file, Serialization.asYaml(resource));
    long start = System.nanoTime();
    api.kubectl("apply", "-f", file.toString());
    client
        .resources(MemoryDatabase.class)
        .inNamespace(resource.getMetadata().getNamespace())
        .withName(resource.getMetadata().getName())
        .waitUntilCondition(Resources::isReady, 60, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - start) / 1e9;
    Files.delete(file);
    return seconds;
  }
}
