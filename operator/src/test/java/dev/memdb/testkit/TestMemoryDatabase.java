package dev.memdb.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memdb.api.Condition;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One MemoryDatabase of a test with two databases, staging and production, and a ConfigMap of its
 * own name for the files.
 *
 * @param name of the resource and of its ConfigMap; its Secrets are {@code <name>-<environment>}
 */
public record TestMemoryDatabase(
    TestNamespace namespace, String name, TestDatabase staging, TestDatabase production) {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(40);
  private static final EnvironmentStatus NONE =
      new EnvironmentStatus(null, "", null, null, null, null, null, null, null, null);

  /** Puts files into the ConfigMap, instead of those that were there. */
  public TestMemoryDatabase files(Map<String, String> files) {
    Map<String, byte[]> bytes = new TreeMap<>();
    files.forEach((file, sql) -> bytes.put(file, sql.getBytes(UTF_8)));
    namespace.apply(Resources.configMap(namespace.name(), name, bytes));
    return this;
  }

  /** Creates the resource; schema {@code app}. */
  public TestMemoryDatabase create(String target) {
    namespace.apply(
        Resources.memoryDatabase(
            namespace.name(), name, target, Resources.configMaps(name), "app"));
    return this;
  }

  /** Creates the files and the resource. */
  public TestMemoryDatabase create(String target, Map<String, String> files) {
    return files(files).create(target);
  }

  /** Changes the resource by a JSON merge patch. */
  public TestMemoryDatabase patch(String json) {
    namespace
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(namespace.name())
        .withName(name)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager("test")
                .build(),
            json);
    return this;
  }

  public TestMemoryDatabase target(String version) {
    return patch("{\"spec\":{\"targetVersion\":\"" + version + "\"}}");
  }

  /** Sets an annotation; null removes it. */
  public TestMemoryDatabase annotate(String annotation, String value) {
    String json = value == null ? "null" : "\"" + value + "\"";
    return patch("{\"metadata\":{\"annotations\":{\"" + annotation + "\":" + json + "}}}");
  }

  public void delete() {
    namespace
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(namespace.name())
        .withName(name)
        .delete();
  }

  public MemoryDatabase get() {
    return namespace.get(name);
  }

  public List<Event> events() {
    return namespace.events(name);
  }

  /** The events as {@code reason: note}, oldest first. */
  public List<String> news() {
    return events().stream().map(e -> e.getReason() + ": " + e.getMessage()).toList();
  }

  public EnvironmentStatus environment(String environment) {
    return environment(get(), environment);
  }

  /** The entry of one environment; an empty one when the status has none. */
  public static EnvironmentStatus environment(MemoryDatabase resource, String environment) {
    return resource.getStatus() == null
        ? NONE
        : resource.getStatus().environments().stream()
            .filter(e -> e.name().equals(environment))
            .findFirst()
            .orElse(NONE);
  }

  /** The message of condition Ready; empty when there is none. */
  public String message() {
    return Resources.condition(get(), "Ready").map(Condition::message).orElse("");
  }

  /** Waits until Ready is True for the spec as it is now. */
  public MemoryDatabase awaitReady() {
    return await("Ready", Resources::isReady);
  }

  /** Waits until condition Ready has that reason for the spec as it is now. */
  public MemoryDatabase awaitReason(String reason) {
    return await(
        "reason " + reason,
        mdb ->
            Resources.condition(mdb, "Ready")
                .filter(c -> c.reason().equals(reason))
                .filter(c -> c.observedGeneration().equals(mdb.getMetadata().getGeneration()))
                .isPresent());
  }

  /** Waits until one environment has that reason. */
  public MemoryDatabase awaitReason(String environment, String reason) {
    return await(
        environment + " with reason " + reason,
        mdb -> {
          EnvironmentStatus status = environment(mdb, environment);
          return status.reason() != null && status.reason().text().equals(reason);
        });
  }

  /** Waits until there is an event with that reason. */
  public void awaitEvent(String reason) {
    await("event " + reason, mdb -> events().stream().anyMatch(e -> e.getReason().equals(reason)));
  }

  /** Waits for the resource as the API server has it. */
  public MemoryDatabase await(String what, Predicate<MemoryDatabase> condition) {
    return await(what, LONG, condition);
  }

  /** Waits for the resource as the API server has it, at most that long. */
  public MemoryDatabase await(String what, Duration atMost, Predicate<MemoryDatabase> condition) {
    try {
      return Awaitility.await()
          .atMost(atMost)
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .until(this::get, condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s/%s did not come to: %s. Its status:%n%s%nIts events:%n%s"
              .formatted(
                  namespace.name(),
                  name,
                  what,
                  Serialization.asYaml(get().getStatus()),
                  news().stream().collect(Collectors.joining("\n"))),
          e);
    }
  }
}
