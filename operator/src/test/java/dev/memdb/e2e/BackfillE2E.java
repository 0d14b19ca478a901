package dev.memdb.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.TestDatabase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backfills whose workers are really pods, in a namespace that takes restricted ones only. */
@ExtendWith(ClusterEnd.class)
class BackfillE2E {
  /** Minutes of work for SLOW, moments for FAST: whatever happens, happens in between. */
  private static final int ROWS = 300_000;

  private static final Duration LONG = Duration.ofMinutes(2);

  /** Small batches besides: the pause after one, 99 times as long, is short then. */
  private static final String SLOW = "{\"maxDutyPercent\":1,\"batchDuration\":\"5ms\"}";

  private static final String FAST = "{\"maxDutyPercent\":80,\"batchDuration\":\"50ms\"}";
  private static final String SOME =
      "SELECT sum(rows_done) BETWEEN 1 AND %d FROM memdb.backfill_segment".formatted(ROWS - 1);

  private static final Map<String, String> FILES =
      Map.of(
          "V1__memory.sql",
          "CREATE SCHEMA app; CREATE TABLE app.memory (id bigint PRIMARY KEY, body text NOT NULL);",
          "V2__expand.sql",
          """
          ALTER TABLE app.memory ADD COLUMN length int;
          CREATE FUNCTION app.fill_length() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog AS
            $$ BEGIN NEW.length := length(NEW.body); RETURN NEW; END $$;
          CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE OF body ON app.memory
            FOR EACH ROW EXECUTE FUNCTION app.fill_length();
          ALTER TABLE app.memory ENABLE ALWAYS TRIGGER zzzz_fill;
          """,
          "V3__fill_length.backfill.yaml",
          "table: app.memory\nset: {length: \"length(body)\"}\n",
          "V4__tighten.sql",
          "ALTER TABLE app.memory ALTER COLUMN length SET NOT NULL;");

  private Scenario scenario;
  private Workers staging;

  @BeforeEach
  void start() {
    scenario = Scenario.create();
    staging = new Workers(scenario, "staging");
  }

  @AfterEach
  void stop() {
    if (scenario != null) {
      scenario.close();
    }
  }

  /** All at once: after each failure the Job controller takes longer to make the next pod. */
  @Test
  void podsThatAreEvictedDeletedOrKilledAreReplaced() {
    create(3);
    begin(SLOW);
    awaitWorking();
    List<Pod> pods = staging.awaitPods(3, List.of());

    staging.evict(pods.get(0));
    staging.delete(pods.get(1));
    scenario.operator().cluster().kill(pods.get(2));

    staging.awaitPods(3, pods);
    assertThat(staging.failures()).as("an eviction is none").isEqualTo(2);
    completes();
  }

  @Test
  void aQuotaThatAllowsNoPodIsToldAndWaitedOut() {
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("none")
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("0"))
            .endSpec()
            .build();
    scenario.namespace().apply(quota);
    create(1);
    begin(FAST);

    scenario
        .recall()
        .await(
            "the quota in the note",
            LONG,
            m -> scenario.recall().environment("staging").note().contains("exceeded quota: none"));
    assertThat(staging.pods()).isEmpty();
    scenario.namespace().client().resource(quota).delete();

    completes();
  }

  @Test
  void podsGoOnWhileTheOperatorIsKilled() {
    create(1);
    begin(SLOW);
    Pod pod = awaitWorking();

    scenario.operator().kill();

    assertThat(staging.pods())
        .singleElement()
        .satisfies(p -> assertThat(p.getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid()))
        .satisfies(p -> assertThat(p.getStatus().getPhase()).isEqualTo("Running"));
    completes();
    Scenario.assertAllowed(scenario.operator().log());
  }

  /** Waits until a pod of staging has filled some rows, and by no means all of them. */
  private Pod awaitWorking() {
    scenario.recall().await("a backfill", LONG, m -> filling());
    Pod pod = staging.awaitPods(1, List.of()).get(0);
    Scenario.awaitAnswer(scenario.recall().staging(), SOME, "t");
    return pod;
  }

  private boolean filling() {
    return scenario.recall().environment("staging").reason() == Reason.BACKFILL_RUNNING;
  }

  private void create(int workers) {
    scenario.recall().create("1", FILES);
    backfill("{\"runIn\":\"Job\",\"workers\":%d}".formatted(workers));
  }

  /** Rows at version 1, then on the way to version 4; production's are few. */
  private void begin(String pace) {
    backfill(pace);
    scenario.awaitReady();
    insert(scenario.recall().staging(), ROWS);
    insert(scenario.recall().production(), 100);
    scenario.recall().target("4");
  }

  private void backfill(String fields) {
    scenario.recall().patch("{\"spec\":{\"backfill\":" + fields + "}}");
  }

  private static void insert(TestDatabase database, int rows) {
    database.execute(
        "INSERT INTO app.memory SELECT i, repeat('x', 40) FROM generate_series(1, %d) i"
            .formatted(rows));
  }

  private void completes() {
    backfill(FAST);
    scenario.awaitReady();
    scenario.assertExactlyOnce("1", "2", "3", "4");
    assertThat(
            scenario
                .recall()
                .staging()
                .value("SELECT count(*) FROM app.memory WHERE length IS DISTINCT FROM 40"))
        .isEqualTo("0");
  }
}
