package dev.memdb.chaos;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all cycles share: the Kubernetes API, two PostgreSQL servers, and the operators. */
final class Arena implements AutoCloseable {
  static final String FILES = "chaos";
  private static final int NEWEST = 18;

  /** The machine does not crash, only PostgreSQL; waiting for the disk would be half of a cycle. */
  private static final Map<String, String> SETTINGS = Map.of("fsync", "off");

  private final ApiServer api;
  private final KubernetesClient client;
  private final String namespace;
  private final List<PostgresServer> servers;
  private final Crew crew;

  Arena(ApiServer api) {
    this.api = api.withCrds();
    this.client = api.client();
    this.namespace = api.namespace();
    this.crew = new Crew(api, client, namespace, api.namespace());
    this.servers =
        List.of(PostgresServer.start(NEWEST, SETTINGS), PostgresServer.start(NEWEST, SETTINGS));
    client.resource(Resources.configMap(namespace, FILES, ChaosSet.files())).create();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /** The server of each environment: staging, production. */
  List<PostgresServer> servers() {
    return servers;
  }

  Crew crew() {
    return crew;
  }

  /** What {@code kubectl} says about something in our namespace. */
  String kubectl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--namespace=" + namespace));
    all.addAll(List.of(arguments));
    return api.kubectl(all.toArray(String[]::new));
  }

  @Override
  public void close() {
    crew.close();
    servers.forEach(PostgresServer::close);
    client.close();
  }
}
