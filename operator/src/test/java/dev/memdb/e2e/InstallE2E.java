package dev.memdb.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kubectl apply -f manifests/install.yaml}, and what the operator then does as a pod. */
@ExtendWith(ClusterEnd.class)
class InstallE2E {
  private static final String SLEEPS =
      "SELECT count(*) > 0 FROM pg_stat_activity"
          + " WHERE datname = current_database() AND wait_event = 'PgSleep'";

  private static final Map<String, String> FILES =
      Map.of(
          "V1__memory.sql",
          "CREATE SCHEMA app; CREATE TABLE app.memory (id bigint PRIMARY KEY, body text);",
          "V2__slow.sql",
          "SELECT pg_sleep(3); CREATE TABLE app.source (id bigint PRIMARY KEY);",
          "V3__kind.sql",
          "ALTER TABLE app.memory ADD COLUMN kind text;");

  private Scenario scenario;

  @BeforeEach
  void start() {
    scenario = Scenario.create();
  }

  @AfterEach
  void stop() {
    if (scenario != null) {
      scenario.close();
    }
  }

  @Test
  void bringsBothEnvironmentsToTheTarget() {
    scenario.recall().create("3", FILES);

    scenario.awaitReady();

    scenario.assertExactlyOnce("1", "2", "3");
    scenario.recall().awaitEvent("UpToDate");
    Scenario.assertAllowed(scenario.operator().log());
  }

  @Test
  void aKilledOperatorStartsAgainAndCompletesTheVersion() {
    scenario.recall().create("3", FILES);
    Scenario.awaitAnswer(scenario.recall().staging(), SLEEPS, "t");
    Pod pod = scenario.operator().pod();

    scenario.operator().kill();

    scenario.awaitReady();
    scenario.assertExactlyOnce("1", "2", "3");
    Pod again = scenario.operator().pod();
    assertThat(again.getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
    Scenario.assertAllowed(scenario.operator().logBefore());
    Scenario.assertAllowed(scenario.operator().log());
  }

  @Test
  void aDeletedPodLeavesTheVersionToTheNextOne() {
    scenario.recall().create("3", FILES);
    Scenario.awaitAnswer(scenario.recall().production(), SLEEPS, "t");
    Pod pod = scenario.operator().pod();

    scenario.operator().delete();

    scenario.awaitReady();
    scenario.assertExactlyOnce("1", "2", "3");
    assertThat(scenario.operator().pod().getMetadata().getUid())
        .isNotEqualTo(pod.getMetadata().getUid());
    Scenario.assertAllowed(scenario.operator().log());
  }
}
