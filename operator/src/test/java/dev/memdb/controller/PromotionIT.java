package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.StatusHistory;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When all goes well: staging, then production, then silence. */
class PromotionIT {
  private static final String APPLIED = "SELECT version FROM memdb.history ORDER BY installed_rank";
  private static final String FIRST_STARTED = "SELECT min(started_at) FROM memdb.step";
  private static final String LAST_FINISHED = "SELECT max(finished_at) FROM memdb.step";

  private final TestNamespace namespace = TestNamespace.create();
  private OperatorFixture operator = OperatorFixture.start(namespace);

  @AfterEach
  void stop() {
    operator.close();
    namespace.close();
  }

  @Test
  void productionBeginsOnlyWhenStagingHasEnded() {
    TestMemoryDatabase recall = namespace.memoryDatabase("recall").create("3", Sql.upTo(3));

    MemoryDatabase ready = recall.awaitReady();

    assertThat(recall.staging().column(APPLIED)).containsExactly("1", "2", "3");
    assertThat(recall.production().column(APPLIED)).containsExactly("1", "2", "3");
    assertThat(recall.production().value(FIRST_STARTED))
        .isGreaterThan(recall.staging().value(LAST_FINISHED));
    assertThat(fingerprint(ready, "staging"))
        .isNotNull()
        .isEqualTo(fingerprint(ready, "production"));
    assertThat(Resources.condition(ready, "SchemaParity").orElseThrow().status()).isEqualTo("True");
    assertThat(Resources.condition(ready, "DriftFree").orElseThrow().status()).isEqualTo("True");
  }

  private static String fingerprint(MemoryDatabase resource, String environment) {
    EnvironmentStatus status = TestMemoryDatabase.environment(resource, environment);
    return status.schema() == null ? null : status.schema().fingerprint();
  }

  @Test
  void eachStepIsTold() {
    TestMemoryDatabase recall = namespace.memoryDatabase("recall").create("2", Sql.upTo(3));
    recall.awaitReady();
    recall.target("3").awaitReady();

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(recall.events().stream().map(e -> e.getReason()))
                    .containsExactly(
                        "Migrating",
                        "Migrated",
                        "Promoted",
                        "Migrated",
                        "UpToDate", // to 2
                        "Migrating",
                        "Migrated",
                        "Promoted",
                        "Migrated",
                        "UpToDate")); // to 3
    assertThat(recall.events()).noneMatch(e -> e.getCount() > 1);
  }

  @Test
  void anotherLookAndARestartChangeNothing() {
    TestMemoryDatabase recall = namespace.memoryDatabase("recall").create("3", Sql.upTo(3));
    String version = recall.awaitReady().getMetadata().getResourceVersion();
    recall.awaitEvent("UpToDate");
    List<String> news = recall.news();
    List<String> ledgers = ledgers(recall);

    StatusHistory history = StatusHistory.of(recall);
    long sessions = sessions(recall.staging()) + sessions(recall.production());

    operator.close();
    operator = OperatorFixture.start(namespace);
    Awaitility.await()
        .until(() -> sessions(recall.staging()) + sessions(recall.production()) >= sessions + 2);
    // its turns come in order: what it had to say after its looks is said when this one is Ready
    namespace.memoryDatabase("other").create("1", Sql.upTo(1)).awaitReady();

    assertThat(history.lines()).hasSize(1);
    assertThat(recall.get().getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(recall.news()).isEqualTo(news);
    assertThat(ledgers(recall)).isEqualTo(ledgers);
  }

  /** How many sessions the database has seen; asked from another one. */
  private static long sessions(TestDatabase database) {
    return Long.parseLong(
        PostgresServer.shared(18)
            .admin()
            .value(
                "SELECT sessions FROM pg_stat_database WHERE datname = '" + database.name() + "'"));
  }

  private static List<String> ledgers(TestMemoryDatabase resource) {
    String all =
        "SELECT (SELECT count(*) FROM memdb.run) || ' ' || (SELECT count(*) FROM memdb.step) || ' '"
            + " || (SELECT count(*) FROM memdb.history) || ' ' || (SELECT n FROM memdb.fence)";
    return List.of(resource.staging().value(all), resource.production().value(all));
  }
}
