package dev.memdb.testkit;

import dev.memdb.api.Condition;
import dev.memdb.api.ConfigMapRef;
import dev.memdb.api.ConnectionSpec;
import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.FillSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseSpec;
import dev.memdb.api.MigrationsSpec;
import dev.memdb.api.PromotionSpec;
import dev.memdb.api.RunIn;
import dev.memdb.api.SafetySpec;
import dev.memdb.api.SecretRef;
import dev.memdb.api.TlsMode;
import dev.memdb.api.TlsSpec;
import dev.memdb.api.UnsafeDdl;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The objects that tests and benchmarks apply. */
public final class Resources {
  private Resources() {}

  /** A connection Secret as CloudNativePG writes it. */
  public static Secret secret(String namespace, String name, TestDatabase database) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withStringData(secretValues(database))
        .build();
  }

  /** The keys and values of a connection Secret; may be changed. */
  public static Map<String, String> secretValues(TestDatabase database) {
    return new TreeMap<>(
        Map.of(
            "host", database.host(),
            "port", Integer.toString(database.port()),
            "dbname", database.name(),
            "username", database.user(),
            "password", database.password()));
  }

  /** A ConfigMap whose keys are file names. */
  public static ConfigMap configMap(String namespace, String name, Map<String, byte[]> files) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withData(
            files.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, e -> new String(e.getValue(), StandardCharsets.UTF_8))))
        .build();
  }

  public static MigrationsSpec bundled() {
    return new MigrationsSpec("memory-core", List.of());
  }

  public static MigrationsSpec configMaps(String... names) {
    return new MigrationsSpec(null, List.of(names).stream().map(ConfigMapRef::new).toList());
  }

  /** An environment whose Secret has the name {@code <resource>-<environment>}. */
  public static EnvironmentSpec environment(String resource, String name, String... after) {
    return new EnvironmentSpec(
        name,
        null,
        new ConnectionSpec(
            new SecretRef(resource + "-" + name), new TlsSpec(TlsMode.DISABLE, null)),
        after.length == 0 ? null : new PromotionSpec(List.of(after)),
        null,
        null);
  }

  /** Staging, and production after it. */
  public static MemoryDatabase memoryDatabase(
      String namespace, String name, String target, MigrationsSpec migrations, String schema) {
    MemoryDatabase resource = new MemoryDatabase();
    resource.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(name).build());
    resource.setSpec(
        new MemoryDatabaseSpec(
            target,
            migrations,
            List.of(schema),
            List.of(environment(name, "staging"), environment(name, "production", "staging")),
            null,
            new SafetySpec(UnsafeDdl.WARN), // most tests are about something else
            null,
            new FillSpec(RunIn.OPERATOR, null, null, null, null, null), // there are no nodes
            null,
            null));
    return resource;
  }

  /** One condition; empty when it is absent. */
  public static Optional<Condition> condition(MemoryDatabase resource, String type) {
    return resource == null || resource.getStatus() == null
        ? Optional.empty()
        : resource.getStatus().conditions().stream().filter(c -> c.type().equals(type)).findFirst();
  }

  /** Whether Ready is True for the spec as it is. */
  public static boolean isReady(MemoryDatabase resource) {
    return condition(resource, "Ready")
        .filter(c -> c.status().equals("True"))
        .filter(c -> c.observedGeneration().equals(resource.getMetadata().getGeneration()))
        .isPresent();
  }
}
