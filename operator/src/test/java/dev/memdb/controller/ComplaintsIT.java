package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.StatusHistory;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the users of other tools complain about, one test each; more in {@link HalfDoneIndexIT},
 * {@link LockTimeoutIT} and {@link LeadershipIT}.
 */
class ComplaintsIT {
  private static final String BAD = "V3__bad.sql";
  private static final String RUNS = "SELECT count(*) FROM memdb.run";
  private static final String VERSIONS = "SELECT version FROM memdb.history ORDER BY 1";

  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  @Test
  void successThatIsNone() {
    TestMemoryDatabase mdb =
        OPERATOR
            .namespace()
            .memoryDatabase("success")
            .create("2", Sql.with(Sql.upTo(2), "V3__slow.sql", "SELECT pg_sleep(0.3);"));
    mdb.awaitReady();
    try (StatusHistory history = StatusHistory.of(mdb)) {
      mdb.target("3").awaitReady();

      assertThat(history.seen())
          .filteredOn(Resources::isReady)
          .filteredOn(seen -> seen.getSpec().targetVersion().equals("3"))
          .isNotEmpty()
          .allSatisfy(
              seen ->
                  assertThat(seen.getStatus().environments())
                      .allSatisfy(e -> assertThat(e.version()).isEqualTo("3")));
      assertThat(history.lines()).anyMatch(l -> l.startsWith("generation 2 Ready=False/Migrating"));
      // a rerun of the same states is no news
      assertThat(mdb.events()).noneMatch(e -> e.getCount() > 1);
    }
  }

  @Test
  @SuppressWarnings("try") // the other operator works by being there
  void permanentErrorRetriedForEver() {
    TestMemoryDatabase mdb =
        OPERATOR
            .namespace()
            .memoryDatabase("permanent")
            .create("3", Sql.with(Sql.upTo(2), BAD, "SELECT 1/0;"));
    mdb.awaitReason("MigrationFailed");
    assertThat(mdb.staging().value(RUNS)).isEqualTo("1");

    // whatever makes the loop turn: an annotation, another operator that knows nothing of the first
    mdb.annotate(MemoryDatabase.HOLD, "why").awaitReason("MigrationFailed");
    mdb.annotate(MemoryDatabase.HOLD, null);
    try (OperatorFixture other = OperatorFixture.start(OPERATOR.namespace())) {
      OPERATOR.namespace().memoryDatabase("afterwards").create("1", Sql.upTo(1)).awaitReady();
      mdb.awaitReason("MigrationFailed");
    }

    assertThat(mdb.staging().value(RUNS)).isEqualTo("1");
    assertThat(mdb.message()).contains("V3__bad.sql:1", "22012", "memdb.dev/requested-at");
  }

  @Test
  void correctedSecretNoticedLate() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("corrected");
    TestDatabase right = mdb.staging();
    OPERATOR
        .namespace()
        .apply(
            Resources.secret(
                OPERATOR.namespace().name(), "corrected-staging", with(right, "wrong")));
    mdb.create("1", Sql.upTo(1)).awaitReason("AuthenticationFailed");

    OPERATOR
        .namespace()
        .apply(Resources.secret(OPERATOR.namespace().name(), "corrected-staging", right));

    measure("a corrected Secret", mdb);
  }

  @Test
  void recoveredDatabaseNoticedLate() {
    try (PostgresServer own = PostgresServer.start(18, Map.of("fsync", "off"))) {
      TestMemoryDatabase mdb =
          OPERATOR
              .namespace()
              .memoryDatabase(
                  "recovered", own.createDatabase(), PostgresServer.shared(18).createDatabase());
      own.stop();
      mdb.create("1", Sql.upTo(1)).awaitReason("Unreachable");

      own.start();

      measure("a database that is back", mdb);
      mdb.delete();
    }
  }

  /** Promised are 5 s; a loaded machine gets 3 more. */
  private static void measure(String what, TestMemoryDatabase mdb) {
    long start = System.nanoTime();
    mdb.awaitReady();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s: Ready after %.1f s%n", what, took.toMillis() / 1e3);
    assertThat(took).isLessThan(Duration.ofSeconds(8));
  }

  private static TestDatabase with(TestDatabase database, String password) {
    return new TestDatabase(
        database.host(), database.port(), database.name(), database.user(), password);
  }

  @Test
  void driftDroppedWithItsData() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("drift").create("2", Sql.upTo(3));
    mdb.awaitReady();
    mdb.production()
        .execute(
            "ALTER TABLE app.memory ADD COLUMN hotfix text;"
                + " INSERT INTO app.memory (id, hotfix) VALUES (1, 'precious')");

    mdb.annotate(MemoryDatabase.REQUESTED_AT, "now").awaitReason("production", "DriftDetected");
    mdb.target("3").await("staging at 3", m -> "3".equals(version(m, "staging")));
    mdb.awaitReason("DriftDetected");

    assertThat(mdb.message()).contains("production", "hotfix");
    assertThat(mdb.production().column(VERSIONS)).containsExactly("1", "2");
    assertThat(mdb.production().value("SELECT hotfix FROM app.memory")).isEqualTo("precious");
  }

  @Test
  void badFileInProduction() {
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("bad-file").create("2", Sql.upTo(2));
    mdb.awaitReady();
    String before = mdb.production().value(RUNS);
    String bad = "ALTER TABLE app.memory ADD COLUMN kind text;\nALTER TABLE app.nowhere ADD x int;";

    mdb.files(Sql.with(Sql.upTo(2), BAD, bad)).target("3").awaitReason("MigrationFailed");

    assertThat(mdb.message()).contains("staging", "V3__bad.sql:2", "42P01", "rolled back");
    assertThat(mdb.environment("production").version()).isEqualTo("2");
    assertThat(mdb.production().value(RUNS)).isEqualTo(before);
    assertThat(mdb.staging().column(VERSIONS)).containsExactly("1", "2");

    mdb.files(Sql.with(Sql.upTo(2), BAD, "ALTER TABLE app.memory ADD COLUMN kind text;"));
    mdb.awaitReady();
  }

  @Test
  void editedFileAccepted() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("edited").create("2", Sql.upTo(2));
    mdb.awaitReady();
    String applied = mdb.staging().value("SELECT checksum FROM memdb.history WHERE version = '2'");

    mdb.files(Sql.with(Sql.upTo(2), Sql.V2, "CREATE TABLE app.source (id int);"));
    mdb.awaitReason("ChecksumMismatch");

    assertThat(mdb.message())
        .contains(Sql.V2, "checksum " + applied + " in memdb.history", "of the file", "Restore");
    mdb.awaitEvent("ChecksumMismatch");
  }

  private static String version(MemoryDatabase mdb, String environment) {
    return TestMemoryDatabase.environment(mdb, environment).version();
  }
}
