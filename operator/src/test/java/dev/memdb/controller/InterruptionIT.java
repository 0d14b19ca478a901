package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may happen while a migration is under way. */
class InterruptionIT {
  private static final String VERSIONS =
      "SELECT version FROM memdb.history WHERE success ORDER BY installed_rank";
  private static final PostgresServer SERVER = PostgresServer.shared(18);

  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  @Test
  void postgresIsRestarted() {
    try (PostgresServer own = PostgresServer.start(18, Map.of("fsync", "off"))) {
      TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("postgres", own);
      mdb.create("3", Slow.files(Duration.ofSeconds(1)));
      Slow.awaitIn(own, mdb.staging());

      own.stopImmediately();
      own.start();

      mdb.awaitReady();
      assertExactlyOnce(mdb);
      mdb.delete();
    }
  }

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void theApiServerIsRestarted() {
    try (ApiServer server = ApiServer.start().withCrds();
        TestNamespace own = TestNamespace.create(server);
        OperatorFixture working = OperatorFixture.start(own)) {
      TestMemoryDatabase mdb = own.memoryDatabase("api-server");
      mdb.create("3", Slow.files(Duration.ofSeconds(1)));
      Slow.awaitIn(SERVER, mdb.staging());

      server.restart();

      mdb.awaitReady();
      assertExactlyOnce(mdb);
      mdb.files(Sql.with(Slow.files(Duration.ofSeconds(1)), "V4__x.sql", "CREATE TABLE app.x ();"));
      mdb.target("4").awaitReady();
    }
  }

  @Test
  void thePasswordIsRotated() {
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("rotated").create("2", Sql.upTo(3));
    mdb.awaitReady();
    TestDatabase old = mdb.staging();
    TestDatabase rotated =
        new TestDatabase(old.host(), old.port(), old.name(), old.user(), "another one");

    SERVER.admin().execute("ALTER ROLE \"" + old.user() + "\" PASSWORD 'another one'");
    mdb.target("3").awaitReason("AuthenticationFailed");
    OPERATOR
        .namespace()
        .apply(Resources.secret(OPERATOR.namespace().name(), "rotated-staging", rotated));

    mdb.awaitReady();
    assertThat(rotated.column(VERSIONS)).containsExactly("1", "2", "3");
  }

  @Test
  void theConfigMapIsChanged() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("changed");
    Map<String, String> files = Slow.files(Duration.ofSeconds(1));
    mdb.create("3", files);
    Slow.awaitIn(SERVER, mdb.staging());

    mdb.files(Sql.with(files, Sql.V3, "CREATE TABLE app.changed ();"));

    mdb.awaitReason("ChecksumMismatch");
    assertThat(mdb.message()).contains("staging", Sql.V3, "Restore the file");
    assertThat(mdb.staging().value("SELECT to_regclass('app.changed') IS NULL")).isEqualTo("t");
    assertThat(mdb.staging().column(VERSIONS)).containsExactly("1", "2", "3");
    assertThat(SERVER.adminOf(mdb.production().name()).value("SELECT to_regnamespace('app')"))
        .isNull();
    mdb.files(files).awaitReady();
    assertExactlyOnce(mdb);
  }

  @Test
  void theConfigMapIsDeleted() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("unfiled");
    mdb.create("3", Slow.files(Duration.ofSeconds(1)));
    Slow.awaitIn(SERVER, mdb.staging());

    OPERATOR
        .namespace()
        .client()
        .resources(ConfigMap.class)
        .inNamespace(OPERATOR.namespace().name())
        .withName("unfiled")
        .delete();

    mdb.awaitReason("AwaitingSource");
    mdb.await("staging at 3", m -> "3".equals(mdb.environment("staging").version()));
    mdb.files(Slow.files(Duration.ofSeconds(1))).awaitReady();
    assertExactlyOnce(mdb);
  }

  @Test
  void theResourceIsDeleted() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("deleted");
    mdb.create("3", Slow.files(Duration.ofMinutes(2)));
    Slow.awaitIn(SERVER, mdb.staging());

    long start = System.nanoTime();
    mdb.delete();
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> !Slow.runsIn(SERVER, mdb.staging()));
    System.out.printf("stopped %.1f s after the deletion%n", (System.nanoTime() - start) / 1e9);

    assertThat(mdb.staging().column(VERSIONS)).containsExactly("1");
    assertThat(mdb.staging().value("SELECT to_regclass('app.source') IS NULL")).isEqualTo("t");
    assertThat(mdb.production().value("SELECT to_regnamespace('memdb') IS NULL")).isEqualTo("t");
  }

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void theResourceIsDeletedWhileItsRunQueues() {
    try (TestNamespace own = TestNamespace.create();
        OperatorFixture one = OperatorFixture.start(1, own)) {
      TestMemoryDatabase first = own.memoryDatabase("first");
      first.create("3", Slow.files(Duration.ofSeconds(2)));
      Slow.awaitIn(SERVER, first.staging());
      TestMemoryDatabase queued = own.memoryDatabase("queued").create("3", Sql.upTo(3));
      queued.awaitReason("Migrating");

      queued.delete();

      first.awaitReady();
      assertThat(queued.staging().value("SELECT to_regnamespace('memdb') IS NULL")).isEqualTo("t");
    }
  }

  @Test
  void theResourceIsDeletedAndCreatedAgain() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("again");
    mdb.create("3", Slow.files(Duration.ofSeconds(1)));
    Slow.awaitIn(SERVER, mdb.staging());

    mdb.delete();
    mdb.create("3");

    mdb.awaitReady();
    assertExactlyOnce(mdb);
  }

  private static void assertExactlyOnce(TestMemoryDatabase mdb) {
    for (TestDatabase database : List.of(mdb.staging(), mdb.production())) {
      assertThat(database.column(VERSIONS)).containsExactly("1", "2", "3");
      assertThat(
              database.column(
                  "SELECT version FROM memdb.step WHERE outcome = 'applied' ORDER BY id"))
          .containsExactly("1", "2", "3");
    }
  }
}
