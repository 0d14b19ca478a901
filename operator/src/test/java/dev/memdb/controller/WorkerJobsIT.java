package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.observe.JobReader;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.Kubelet;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Backfills in Jobs: a real API server with its real Job controller; the pods are processes of this
 * machine.
 */
class WorkerJobsIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Map<String, String> FILES = BackfillScenarioIT.FILES;

  private static ApiServer server;
  private static TestNamespace namespace;
  private static OperatorFixture operator;

  @BeforeAll
  static void start() {
    server =
        ApiServer.start(
                "job-controller", "serviceaccount-controller", "garbage-collector-controller")
            .withCrds();
    namespace = TestNamespace.create(server);
    server.kubectl(
        "label",
        "namespace",
        namespace.name(),
        "pod-security.kubernetes.io/enforce=restricted"); // of pods that do not meet it none is
    // made
    operator = OperatorFixture.start(namespace);
  }

  @AfterAll
  static void stop() {
    operator.close();
    namespace.close();
    server.close();
  }

  @Test
  void podsFillTheRowsAndTheVersionIsProvenThen() {
    TestMemoryDatabase mdb = seeded("filled", 3000);
    try (Kubelet kubelet = Kubelet.start(mdb)) {
      mdb.target("4").await("Ready", LONG, Resources::isReady);
      await().atMost(LONG).until(() -> jobs(mdb).stream().allMatch(WorkerJobsIT::isComplete));
      assertThat(kubelet.running()).isEmpty();
    }

    assertThat(jobs(mdb)).as("their pods' logs can still be read").hasSize(2);
    assertThat(mdb.production().value("SELECT count(*) FROM app.memory WHERE length = 40"))
        .isEqualTo("3000");
    assertThat(mdb.production().column("SELECT version FROM memdb.history ORDER BY 1"))
        .containsExactly("1", "2", "3", "4");
    assertThat(mdb.news())
        .anyMatch(e -> e.startsWith("BackfillStarted: staging: filling version 3"))
        .anyMatch(e -> e.startsWith("BackfillStarted: production: filling version 3"));
  }

  /** The workers do not end with the operator: nothing begins anew. */
  @Test
  void anotherOperatorGoesOnAndTellsNothingTwice() {
    TestMemoryDatabase mdb = seeded("restarted", 100);
    job(mdb.target("4"));
    mdb.awaitReason("staging", "BackfillRunning");

    operator.close();
    operator = OperatorFixture.start(namespace);

    try (Kubelet kubelet = Kubelet.start(mdb)) {
      mdb.await("Ready", LONG, Resources::isReady);
      await().atMost(LONG).until(() -> kubelet.running().isEmpty());
    }
    assertThat(mdb.events())
        .filteredOn(e -> e.getMessage().startsWith("staging: "))
        .filteredOn(e -> List.of("BackfillStarted", "BackfillNotice").contains(e.getReason()))
        .extracting(e -> e.getReason() + " " + e.getCount())
        .containsExactly("BackfillStarted 1", "BackfillNotice 1");
  }

  @Test
  void theJobBelongsToTheResourceAndItsPodsToNobody() {
    TestMemoryDatabase mdb = seeded("owned", 10);
    Job job = job(mdb.target("4"));

    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(o -> assertThat(o.getUid()).isEqualTo(mdb.get().getMetadata().getUid()));
    assertThat(job.getSpec().getTemplate().getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(job.getSpec().getTemplate().getSpec().getVolumes())
        .extracting(v -> v.getName())
        .containsExactly("connection", "tmp");
    assertThat(job.toString()).doesNotContain(mdb.staging().password());
    awaitPods(mdb, 1); // so the Pod Security Standard lets them pass

    mdb.delete();

    await().atMost(LONG).until(() -> jobs(mdb).isEmpty());
  }

  @Test
  void aHoldTakesThePodsAwayAndGivesThemBack() {
    TestMemoryDatabase mdb = seeded("held", 10);
    job(mdb.target("4"));
    awaitPods(mdb, 1);

    mdb.annotate(MemoryDatabase.HOLD, "incident 12").awaitReason("Held");
    await().atMost(LONG).until(() -> jobs(mdb).get(0).getSpec().getSuspend());
    awaitPods(mdb, 0);

    mdb.annotate(MemoryDatabase.HOLD, null).awaitReason("staging", "BackfillRunning");
    awaitPods(mdb, 1);
  }

  @Test
  void moreWorkersAndOtherLimitsReachTheSameJob() {
    TestMemoryDatabase mdb = seeded("changed", 10);
    String name = job(mdb.target("4")).getMetadata().getName();

    mdb.patch("{\"spec\":{\"backfill\":{\"workers\":3,\"maxDutyPercent\":20}}}");

    awaitPods(mdb, 3);
    assertThat(jobs(mdb)).singleElement().satisfies(j -> assertThat(name(j)).isEqualTo(name));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(mdb.staging().value("SELECT duty_max FROM memdb.backfill_run"))
                    .isEqualTo("0.2"));
  }

  @Test
  void aJobThatIsOfNoUseIsGivenUpAndMadeAnewOnRequest() {
    TestMemoryDatabase mdb = seeded("hopeless", 10);
    String uid = job(mdb.target("4")).getMetadata().getUid();
    mdb.staging().execute("UPDATE memdb.backfill_run SET assignments = 'nobody = 1'");
    try (Kubelet kubelet = Kubelet.start(mdb)) {
      mdb.await("BackfillFailed", LONG, m -> reason(m).equals("BackfillFailed"));
      await().atMost(LONG).until(() -> kubelet.running().isEmpty());
    }
    assertThat(mdb.message())
        .contains("column \"nobody\" of relation \"memory\" does not exist", "42703")
        .contains("memdb.dev/requested-at");
    mdb.staging().execute("UPDATE memdb.backfill_run SET assignments = 'length = length(body)'");

    mdb.annotate(MemoryDatabase.REQUESTED_AT, "now");

    await()
        .atMost(LONG)
        .until(() -> jobs(mdb).stream().anyMatch(j -> !j.getMetadata().getUid().equals(uid)));
    try (Kubelet kubelet = Kubelet.start(mdb)) {
      mdb.await("Ready", LONG, Resources::isReady);
      await().atMost(LONG).until(() -> kubelet.running().isEmpty());
    }
  }

  @Test
  void fillingInTheOperatorInsteadRemovesTheJob() {
    TestMemoryDatabase mdb = seeded("moved", 100);
    job(mdb.target("4"));

    mdb.patch("{\"spec\":{\"backfill\":{\"runIn\":\"Operator\"}}}");

    mdb.await("Ready", LONG, Resources::isReady);
    await().atMost(LONG).until(() -> jobs(mdb).isEmpty());
  }

  @Test
  void progressIsToldInNumbers() {
    TestMemoryDatabase mdb = seeded("told", 2000);
    job(mdb.target("4"));
    mdb.staging()
        .execute(
            "UPDATE memdb.backfill_segment SET rows_done = 500, hot_done = 400,"
                + " limited_by = 'a standby is 99 MiB behind', holder = gen_random_uuid(),"
                + " status = 'running', lease_until = clock_timestamp() + interval '1 h'");

    mdb.await(
        "progress",
        LONG,
        m -> {
          EnvironmentStatus staging = TestMemoryDatabase.environment(m, "staging");
          return staging.progress() != null
              && Integer.valueOf(80).equals(staging.progress().hotPercent())
              && "a standby is 99 MiB behind".equals(staging.progress().limitedBy());
        });
    assertThat(mdb.environment("staging").note()).contains("waits: a standby is 99 MiB behind");
  }

  /** At version 1, with rows; backfills run in Jobs. */
  private static TestMemoryDatabase seeded(String name, int rows) {
    TestMemoryDatabase mdb = namespace.memoryDatabase(name).create("1", FILES);
    mdb.patch("{\"spec\":{\"backfill\":{\"runIn\":\"Job\"}}}").awaitReady();
    String insert =
        "INSERT INTO app.memory SELECT i, repeat('x', 40) FROM generate_series(1, %d) i"
            .formatted(rows);
    mdb.staging().execute(insert);
    mdb.production().execute(insert);
    return mdb;
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

  private static void awaitPods(TestMemoryDatabase mdb, int count) {
    await()
        .atMost(LONG)
        .until(
            () ->
                namespace
                        .client()
                        .pods()
                        .inNamespace(namespace.name())
                        .withLabel(JobReader.DATABASE, mdb.name())
                        .list()
                        .getItems()
                        .stream()
                        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                        .count()
                    == count);
  }

  private static boolean isComplete(Job job) {
    return job.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Complete") && c.getStatus().equals("True"));
  }

  private static String name(Job job) {
    return job.getMetadata().getName();
  }

  private static String reason(MemoryDatabase mdb) {
    return Resources.condition(mdb, "Ready").map(c -> c.reason()).orElse("");
  }
}
