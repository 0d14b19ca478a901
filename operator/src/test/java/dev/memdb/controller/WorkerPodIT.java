package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.backfill.WorkerExit;
import dev.memdb.observe.JobReader;
import dev.memdb.observe.MountedConnection;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a worker's Job and its pods are, as the API server has taken them; and why there is none.
 */
class WorkerPodIT {
  private static final Duration LONG = Duration.ofSeconds(60);

  private static ApiServer server;
  private static TestNamespace namespace;
  private static OperatorFixture operator;

  @BeforeAll
  static void start() {
    server = ApiServer.start("job-controller", "resourcequota-controller").withCrds();
    namespace = TestNamespace.create(server);
    operator = OperatorFixture.start(namespace);
  }

  @AfterAll
  static void stop() {
    operator.close();
    namespace.close();
    server.close();
  }

  /** So two operators, or one that does not know yet what it has made, make no second one. */
  @Test
  void theJobsNameFollowsFromWhatItIsFor() {
    TestMemoryDatabase mdb = filling("named", "{}");
    Job job = job(mdb);
    assertThat(job.getMetadata().getName()).matches("memdb-named-staging-[0-9a-f]{8}");

    namespace.client().resource(job).delete();

    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(jobs(mdb))
                    .filteredOn(j -> !uid(j).equals(uid(job)))
                    .singleElement()
                    .satisfies(
                        j ->
                            assertThat(j.getMetadata().getName())
                                .isEqualTo(job.getMetadata().getName())));
  }

  @Test
  void whatNoOtherTryCanMendFailsTheJobAndDisruptionsDoNotCount() {
    Job job = job(filling("policy", "{\"workers\":2}"));

    assertThat(job.getSpec().getCompletionMode()).isEqualTo("Indexed");
    assertThat(job.getSpec().getParallelism()).isEqualTo(2);
    assertThat(job.getSpec().getPodFailurePolicy().getRules())
        .satisfiesExactly(
            data -> {
              assertThat(data.getAction()).isEqualTo("FailJob");
              assertThat(data.getOnExitCodes().getOperator()).isEqualTo("In");
              assertThat(data.getOnExitCodes().getValues()).containsExactly(WorkerExit.HOPELESS);
            },
            disruption -> {
              assertThat(disruption.getAction()).isEqualTo("Ignore");
              assertThat(disruption.getOnPodConditions())
                  .extracting(c -> c.getType())
                  .containsExactly("DisruptionTarget");
            });
  }

  @Test
  void thePodMayDoNothingAndKnowsOnlyItsConnection() {
    PodSpec pod = pod(filling("restricted", "{}")).getSpec();

    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getVolumes())
        .as("no token was added")
        .extracting(v -> v.getName())
        .containsExactly("connection", "tmp");
    assertThat(pod.getVolumes().get(0).getSecret().getSecretName()).isEqualTo("restricted-staging");
    assertThat(pod.getVolumes().get(0).getSecret().getItems())
        .extracting(i -> i.getKey())
        .isEqualTo(MountedConnection.KEYS);
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getContainers())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.getEnvFrom()).isEmpty();
              assertThat(c.getEnv())
                  .extracting(e -> e.getName())
                  .containsExactly(
                      "JAVA_TOOL_OPTIONS", "MEMDB_ALLOW_LOOPBACK", "JOB_COMPLETION_INDEX");
              assertThat(c.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
              assertThat(c.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
              assertThat(c.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(c.getSecurityContext().getCapabilities().getAdd()).isEmpty();
            });
  }

  @Test
  void whatTheSpecGivesThePodsIsTheirs() {
    Pod pod =
        pod(
            filling(
                "settings",
                """
                {"pod": {
                  "resources": {"requests": {"cpu": "50m"}, "limits": {"memory": "300Mi"}},
                  "labels": {"team": "search"}, "annotations": {"example.org/why": "length"},
                  "nodeSelector": {"pool": "batch"}, "imagePullSecrets": [{"name": "registry"}]}}
                """));

    assertThat(pod.getMetadata().getLabels())
        .containsEntry("team", "search")
        .containsEntry(JobReader.DATABASE, "settings");
    assertThat(pod.getMetadata().getAnnotations()).containsEntry("example.org/why", "length");
    assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("pool", "batch"));
    assertThat(pod.getSpec().getImagePullSecrets())
        .extracting(s -> s.getName())
        .containsExactly("registry");
    assertThat(pod.getSpec().getContainers().get(0).getResources().getRequests())
        .containsEntry("cpu", new Quantity("50m"));
    assertThat(pod.getSpec().getContainers().get(0).getResources().getLimits())
        .isEqualTo(Map.of("memory", new Quantity("300Mi")));
  }

  @Test
  void anEnvironmentsOwnFieldsGoBeforeThoseOfTheResource() {
    TestMemoryDatabase mdb = prepared("override", "{\"maxDutyPercent\":60,\"workers\":2}");
    namespace
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(namespace.name())
        .withName(mdb.name())
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"add\",\"path\":\"/spec/environments/0/backfill\","
                + "\"value\":{\"maxDutyPercent\":30,\"maxReplicaLag\":\"8Mi\"}}]");

    Job job = job(mdb.target("4"));

    assertThat(job.getSpec().getParallelism()).as("the resource's").isEqualTo(2);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        mdb.staging()
                            .value(
                                "SELECT duty_max || ' ' || max_lag_bytes FROM memdb.backfill_run"))
                    .isEqualTo("0.3 " + (8 << 20)));
  }

  @Test
  void aQuotaInTheWayIsTold() {
    HasMetadata quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("no-more-pods")
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("0"))
            .endSpec()
            .build();
    whileThereIs(
        quota,
        "exceeded quota: no-more-pods",
        () ->
            namespace
                    .client()
                    .resourceQuotas()
                    .inNamespace(namespace.name())
                    .withName("no-more-pods")
                    .get()
                    .getStatus()
                    .getHard()
                != null);
  }

  @Test
  void anAdmissionThatRefusesThePodsIsTold() {
    HasMetadata limits =
        new LimitRangeBuilder()
            .withNewMetadata()
            .withName("small")
            .endMetadata()
            .withNewSpec()
            .addNewLimit()
            .withType("Container")
            .addToMax("memory", new Quantity("64Mi"))
            .endLimit()
            .endSpec()
            .build();
    whileThereIs(limits, "maximum memory usage per Container is 64Mi", () -> true);
  }

  @Test
  void anImageThatCannotBePulledIsTold() {
    TestMemoryDatabase mdb = filling("image", "{}");
    Pod pod = pod(mdb);
    namespace
        .client()
        .resource(
            new PodBuilder(pod)
                .editStatus()
                .addNewContainerStatus()
                .withName(pod.getSpec().getContainers().get(0).getName())
                .withImage(OperatorFixture.IMAGE)
                .withImageID("")
                .withReady(false)
                .withRestartCount(0)
                .withState(
                    new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason("ErrImagePull")
                        .withMessage("not found")
                        .endWaiting()
                        .build())
                .endContainerStatus()
                .endStatus()
                .build())
        .patchStatus(); // as a kubelet tells it

    awaitNote(mdb, "its pod waits: ErrImagePull, not found");
  }

  /** No pod is made, and the note of the environment says why. */
  private static void whileThereIs(HasMetadata obstacle, String note, Callable<Boolean> inForce) {
    namespace.apply(obstacle);
    try {
      await().atMost(LONG).until(inForce);
      TestMemoryDatabase mdb = filling(obstacle.getMetadata().getName(), "{}");
      awaitNote(mdb, note);
      assertThat(pods(mdb)).isEmpty();
    } finally {
      namespace.client().resource(obstacle).inNamespace(namespace.name()).delete();
    }
  }

  private static void awaitNote(TestMemoryDatabase mdb, String note) {
    mdb.await(
        "a note with " + note,
        LONG,
        m ->
            Objects.requireNonNullElse(TestMemoryDatabase.environment(m, "staging").note(), "")
                .contains(note));
  }

  /** At version 1, with a row; backfills run in Jobs. */
  private static TestMemoryDatabase prepared(String name, String backfill) {
    TestMemoryDatabase mdb = namespace.memoryDatabase(name).create("1", BackfillScenarioIT.FILES);
    mdb.patch("{\"spec\":{\"backfill\":{\"runIn\":\"Job\"}}}")
        .patch("{\"spec\":{\"backfill\":" + backfill + "}}")
        .awaitReady();
    mdb.staging().execute("INSERT INTO app.memory VALUES (1, 'one')");
    return mdb;
  }

  private static TestMemoryDatabase filling(String name, String backfill) {
    return prepared(name, backfill).target("4");
  }

  private static Job job(TestMemoryDatabase mdb) {
    await().atMost(LONG).until(() -> !jobs(mdb).isEmpty());
    return jobs(mdb).get(0);
  }

  private static List<Job> jobs(TestMemoryDatabase mdb) {
    return namespace
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace.name())
        .withLabel(JobReader.DATABASE, mdb.name())
        .list()
        .getItems();
  }

  private static Pod pod(TestMemoryDatabase mdb) {
    await().atMost(LONG).until(() -> !pods(mdb).isEmpty());
    return pods(mdb).get(0);
  }

  private static List<Pod> pods(TestMemoryDatabase mdb) {
    return namespace
        .client()
        .pods()
        .inNamespace(namespace.name())
        .withLabel(JobReader.DATABASE, mdb.name())
        .list()
        .getItems();
  }

  private static String uid(Job job) {
    return job.getMetadata().getUid();
  }
}
