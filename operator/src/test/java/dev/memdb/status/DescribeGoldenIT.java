package dev.memdb.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.plan.Observation;
import dev.memdb.plan.Planner;
import dev.memdb.plan.Scene;
import dev.memdb.report.EventPublisher;
import dev.memdb.report.Transitions;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.Golden;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code kubectl describe} shows in the situations that the documentation quotes. */
class DescribeGoldenIT {
  private static final ApiServer SERVER = ApiServer.shared();
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("memdb")
          .withForce(true)
          .build();

  private static KubernetesClient client;
  private static EventPublisher events;

  static final List<Situation> SITUATIONS = Situation.ALL;

  @BeforeAll
  static void connect() {
    client = SERVER.withCrds().client();
    events = new EventPublisher(client, "memdb-0", Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    client.close();
  }

  @ParameterizedTest
  @FieldSource("SITUATIONS")
  void describes(Situation situation) {
    String namespace = SERVER.namespace();
    MemoryDatabaseStatus told = null;
    List<Scene> scenes = situation.scenes();
    for (Scene scene : scenes) {
      if (scene == scenes.get(scenes.size() - 1)) {
        situation.told().forEach(notice -> events.publish(recall(namespace), notice));
      }
      told = tell(namespace, scene.observation(), told);
    }

    String shown = SERVER.kubectl("describe", "mdb", "recall", "-n", namespace);

    new Golden("docs/describe/" + situation.name() + ".txt")
        .verify(normalised(shown.replace(namespace, "ai")), DescribeGoldenIT.class);
  }

  private static MemoryDatabase recall(String namespace) {
    return client.resources(MemoryDatabase.class).inNamespace(namespace).withName("recall").get();
  }

  /** What the operator does at the end of its loop. */
  private static MemoryDatabaseStatus tell(
      String namespace, Observation observation, MemoryDatabaseStatus before) {
    MemoryDatabase resource =
        client.resource(resource(observation)).inNamespace(namespace).serverSideApply();
    assertThat(resource.getMetadata().getGeneration()).isEqualTo(observation.generation());
    MemoryDatabaseStatus status =
        StatusAssembler.assemble(before, observation, Planner.plan(observation));
    MemoryDatabase fresh = new MemoryDatabase();
    fresh.setMetadata(new ObjectMetaBuilder().withName("recall").build());
    fresh.setStatus(status);
    client.resource(fresh).inNamespace(namespace).subresource("status").patch(APPLY);
    Transitions.between(before, status).forEach(notice -> events.publish(resource, notice));
    return status;
  }

  private static MemoryDatabase resource(Observation observation) {
    String environments =
        observation.environments().stream()
            .map(
                e ->
                    "{name: %1$s, connection: {secretRef: {name: recall-%1$s-app}}%2$s}"
                        .formatted(
                            e.name(),
                            e.first()
                                ? ""
                                : ", promotion: {after: [" + String.join(", ", e.after()) + "]}"))
            .collect(Collectors.joining(", ", "[", "]"));
    return Serialization.unmarshal(
        """
        apiVersion: memdb.dev/v1alpha1
        kind: MemoryDatabase
        metadata: {name: recall}
        spec:
          targetVersion: "%s"
          migrations: {bundled: memory-core}
          schemas: [memory]
          environments: %s
        """
            .formatted(observation.targetVersion(), environments),
        MemoryDatabase.class);
  }

  /** Without what differs from run to run. */
  private static String normalised(String text) {
    String fixed =
        text.replaceAll("(?m)^(  Creation Timestamp: +).*$", "$12026-03-01T09:00:00Z")
            .replaceAll("(?m)^(  Resource Version: +).*$", "$14711")
            .replaceAll("(?m)^(  UID: +).*$", "$120c8d4a5-9b1e-4a57-8f7e-2f6d1a9c0b3d");
    return Pattern.compile("(?m)^(  (?:Normal|Warning) +\\S+ +)(\\d+s +)")
        .matcher(fixed)
        .replaceAll(age -> age.group(1) + "2s" + " ".repeat(age.group(2).length() - 2))
        .replaceAll("(?m) +$", "");
  }
}
