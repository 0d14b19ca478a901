package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.Scrape;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of an operator at work. */
class MetricsIT {
  private static final String STAGING = "environment=\"staging\"";
  private static final String PRODUCTION = "environment=\"production\"";

  private final TestNamespace namespace = TestNamespace.create();

  @AfterEach
  void close() {
    namespace.close();
  }

  @Test
  void followAResourceFromItsFirstRunToItsEnd() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("recall");
    try (OperatorProcess operator = start()) {
      mdb.create("2", Sql.upTo(2)).awaitReady();

      Scrape ready = await(operator::scrape, s -> s.value("memdb_ready").orElse(0) == 1);
      assertThat(ready.series("memdb_ready"))
          .containsExactly(
              "memdb_ready{name=\"recall\",namespace=\"%s\"}".formatted(namespace.name()));
      assertThat(ready.value("memdb_ready_reason", "reason=\"UpToDate\"")).hasValue(1);
      assertThat(ready.value("memdb_schema_parity")).hasValue(1);
      assertThat(ready.value("memdb_environment_state", PRODUCTION, "state=\"Ready\"")).hasValue(1);
      assertThat(ready.value("memdb_environment_pending_versions", PRODUCTION)).hasValue(0);
      assertThat(ready.value("memdb_environment_drift_objects", STAGING)).hasValue(0);
      assertThat(ready.value("memdb_runs_total", "outcome=\"done\"")).hasValue(2);
      assertThat(ready.value("memdb_runs_total", "outcome=\"stopped\"")).hasValue(0);
      assertThat(ready.value("memdb_migrations_applied_total")).hasValue(4);
      assertThat(ready.value("memdb_run_duration_seconds_count")).hasValue(2);
      assertThat(ready.value("memdb_run_duration_seconds_sum").orElseThrow()).isBetween(0.001, 60.);
      assertThat(ready.value("memdb_build_info").orElseThrow()).isEqualTo(1);
      assertThat(ready.text()).contains("operator_sdk");

      mdb.staging().execute("CREATE INDEX by_hand ON app.memory (body)");
      mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReason("DriftDetected");

      Scrape drifted = operator.scrape();
      assertThat(drifted.value("memdb_ready")).hasValue(0);
      assertThat(drifted.value("memdb_environment_drift_objects", STAGING)).hasValue(1);
      assertThat(drifted.value("memdb_environment_drift_objects", PRODUCTION)).hasValue(0);
      assertThat(drifted.series("memdb_environment_state", STAGING))
          .singleElement()
          .asString()
          .contains("reason=\"DriftDetected\"", "state=\"Stalled\"");
      assertThat(drifted.value("memdb_looks_total", "outcome=\"seen\"").orElseThrow())
          .isGreaterThanOrEqualTo(2);

      mdb.patch(
          """
          {"spec": {"environments": [{"name": "live", "connection":
            {"secretRef": {"name": "recall-production"}, "tls": {"mode": "disable"}}}]}}""");
      Scrape renamed =
          await(operator::scrape, s -> !s.series("memdb_environment_state", "\"live\"").isEmpty());
      assertThat(renamed.text()).doesNotContain(STAGING, PRODUCTION);

      mdb.delete();
      await(operator::scrape, s -> !s.text().contains("recall"));
    }
  }

  /** Its status does not change when it is read again, and nothing is written. */
  @Test
  void areThereAgainAfterARestart() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("1", Sql.upTo(1));
    try (OperatorProcess first = start()) {
      mdb.awaitReady();
      first.stop();
    }
    String version = mdb.get().getMetadata().getResourceVersion();
    Instant restart = Instant.now();
    try (OperatorProcess second = start()) {
      Scrape scrape =
          await(
              second::scrape,
              s -> s.series("memdb_environment_last_look_timestamp_seconds").size() == 2);

      assertThat(scrape.value("memdb_ready")).hasValue(1);
      assertThat(scrape.value("memdb_schema_parity")).hasValue(1);
      assertThat(scrape.value("memdb_migrations_applied_total")).hasValue(0);
      assertThat(
              scrape.value("memdb_environment_last_look_timestamp_seconds", STAGING).orElseThrow())
          .isBetween(restart.toEpochMilli() / 1e3, Instant.now().toEpochMilli() / 1e3);
      assertThat(mdb.get().getMetadata().getResourceVersion()).isEqualTo(version);
    }
  }

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void countWhatDidNotSucceed() throws SQLException {
    try (OperatorFixture operator = OperatorFixture.start(1, namespace)) {
      TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("2", Sql.upTo(3));
      mdb.awaitReady();
      try (Connection reader = mdb.staging().connect();
          Statement s = reader.createStatement()) {
        s.execute("BEGIN; SELECT * FROM app.memory");
        mdb.target("3").awaitReason("LockTimeoutRetrying");
        Scrape blocked = operator.scrape();
        assertThat(blocked.value("memdb_lock_timeouts_total").orElseThrow()).isPositive();
        assertThat(blocked.value("memdb_runs_total", "outcome=\"postponed\""))
            .isEqualTo(blocked.value("memdb_lock_timeouts_total"));
        assertThat(blocked.value("memdb_environment_pending_versions", PRODUCTION)).hasValue(1);
      }
      mdb.awaitReady();

      namespace.deleteSecret("recall-staging");
      mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReason("SecretNotFound");
      assertThat(operator.scrape().value("memdb_looks_total", "outcome=\"failed\"").orElseThrow())
          .isPositive();

      namespace
          .memoryDatabase("broken")
          .create("1", Map.of("V1__broken.sql", "CREATE TABLE nowhere.t (i int);"))
          .awaitReason("MigrationFailed");
      assertThat(operator.scrape().value("memdb_runs_total", "outcome=\"stopped\"")).hasValue(1);
      assertThat(operator.scrape().value("memdb_task_errors_total")).hasValue(0);
    }
  }

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void countWhatIsUnderWayAndWhatWaits() {
    try (OperatorFixture operator = OperatorFixture.start(1, namespace)) {
      TestMemoryDatabase slow =
          namespace.memoryDatabase("slow").create("2", Slow.files(Duration.ofMinutes(1)));
      await(operator::scrape, s -> s.value("memdb_runs_in_progress").orElse(0) == 1);
      namespace.memoryDatabase("next").create("1", Sql.upTo(1));
      await(operator::scrape, s -> s.value("memdb_runs_queued").orElse(0) == 1);

      slow.annotate(MemoryDatabase.HOLD, "enough");
      await(
          operator::scrape,
          s -> s.value("memdb_runs_total", "outcome=\"cancelled\"").orElse(0) == 1);
      await(operator::scrape, s -> s.value("memdb_runs_queued").orElse(1) == 0);
    }
  }

  private OperatorProcess start() {
    OperatorProcess operator =
        OperatorProcess.start(namespace.server(), namespace.name(), Map.of());
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> operator.log().contains("metrics on port"));
    return operator;
  }

  private static Scrape await(Supplier<Scrape> scrape, Predicate<Scrape> condition) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .pollInterval(Duration.ofMillis(100))
        .until(scrape::get, condition);
  }
}
