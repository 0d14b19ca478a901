package dev.memdb.chaos;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.Kubelet;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** What all cycles share: the Kubernetes API with its Job controller, PostgreSQL, the operator. */
final class FillArena implements AutoCloseable {
  private static final Map<String, String> SETTINGS = Map.of("fsync", "off");

  private final ApiServer api;
  private final KubernetesClient client;
  private final String namespace;
  private final PostgresServer server = PostgresServer.start(18, SETTINGS);
  private final Crew crew;
  private final Kubelet kubelet;

  FillArena() {
    this.api =
        ApiServer.start(
                "job-controller", "serviceaccount-controller", "garbage-collector-controller")
            .withCrds();
    this.client = api.client();
    this.namespace = api.namespace();
    this.crew = new Crew(api, client, namespace, api.namespace());
    this.kubelet = Kubelet.start(client, namespace, Map.of());
    client.resource(Resources.configMap(namespace, FillSet.FILES, FillSet.files())).create();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  PostgresServer server() {
    return server;
  }

  Crew crew() {
    return crew;
  }

  /** Runs the workers' pods as processes. */
  Kubelet kubelet() {
    return kubelet;
  }

  /** A superuser's way in: passwords are rotated. */
  TestDatabase admin(TestDatabase database) {
    return server.adminOf(database.name());
  }

  /** What {@code kubectl} says about our namespace. */
  String kubectl(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "--namespace=" + namespace;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return api.kubectl(all);
  }

  @Override
  public void close() {
    crew.close();
    kubelet.close();
    server.close();
    client.close();
    api.close();
  }
}
