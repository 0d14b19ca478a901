package dev.memdb.testkit;

import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * A new namespace of a Kubernetes API, and what a test puts into it.
 *
 * @param server the Kubernetes API
 * @param client a person's, not the operator's
 */
public record TestNamespace(ApiServer server, KubernetesClient client, String name)
    implements AutoCloseable {

  /** A new one on the shared API server. */
  public static TestNamespace create() {
    return create(ApiServer.shared().withCrds());
  }

  /** A new one; the resource definition is installed. */
  public static TestNamespace create(ApiServer server) {
    return new TestNamespace(server, server.client(), server.namespace());
  }

  /** Two new databases on a server of the newest major, and the Secrets that lead to them. */
  public TestMemoryDatabase memoryDatabase(String resource) {
    return memoryDatabase(resource, PostgresServer.shared(18));
  }

  /** Two new databases, and the Secrets that lead to them; the resource is not created yet. */
  public TestMemoryDatabase memoryDatabase(String resource, PostgresServer postgres) {
    return memoryDatabase(resource, postgres.createDatabase(), postgres.createDatabase());
  }

  /** Two databases that are there already, and new Secrets that lead to them. */
  public TestMemoryDatabase memoryDatabase(
      String resource, TestDatabase staging, TestDatabase production) {
    apply(Resources.secret(name, resource + "-staging", staging));
    apply(Resources.secret(name, resource + "-production", production));
    return new TestMemoryDatabase(this, resource, staging, production);
  }

  /** As {@code kubectl apply}. */
  public void apply(HasMetadata object) {
    object.getMetadata().setNamespace(name);
    client.resource(object).fieldManager("test").forceConflicts().serverSideApply();
  }

  /** A connection Secret with exactly these values. */
  public void secret(String secret, Map<String, String> values) {
    client.secrets().inNamespace(name).withName(secret).delete();
    apply(
        new SecretBuilder()
            .withNewMetadata()
            .withName(secret)
            .endMetadata()
            .withStringData(values)
            .build());
  }

  public void deleteSecret(String secret) {
    client.secrets().inNamespace(name).withName(secret).delete();
  }

  /** What the API server has; null: nothing of this name. */
  public MemoryDatabase get(String resource) {
    return client.resources(MemoryDatabase.class).inNamespace(name).withName(resource).get();
  }

  /** The events about one resource, oldest first. */
  public List<Event> events(String resource) {
    return client.v1().events().inNamespace(name).list().getItems().stream()
        .filter(e -> e.getInvolvedObject().getName().equals(resource))
        .sorted(Comparator.comparing(e -> e.getMetadata().getName())) // they are numbered
        .toList();
  }

  @Override
  public void close() {
    client.namespaces().withName(name).delete();
    client.close();
  }
}
