package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.TestMemoryDatabase;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person says stop, and go on. */
class HoldIT {
  private static final String RUNS = "SELECT count(*) FROM memdb.run";

  private static final PostgresServer SERVER = PostgresServer.shared(18);

  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  @Test
  void theAnnotationHoldsEverything() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("held").create("2", Sql.upTo(3));
    mdb.awaitReady();

    mdb.annotate(MemoryDatabase.HOLD, "incident 4711").target("3").awaitReason("Held");

    assertThat(mdb.message()).contains("incident 4711", "memdb.dev/hold");
    assertStillLookedAt(mdb);
    mdb.annotate(MemoryDatabase.HOLD, null).awaitReady();
    assertThat(mdb.production().value("SELECT max(version) FROM memdb.history")).isEqualTo("3");
  }

  @Test
  void theAnnotationStopsWhatIsUnderWay() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("stopped");
    Map<String, String> files = Slow.files(Duration.ofMinutes(1));
    mdb.create("3", files);
    Slow.awaitIn(SERVER, mdb.staging());

    mdb.annotate(MemoryDatabase.HOLD, "the pager").awaitReason("Held");
    Awaitility.await().until(() -> !Slow.runsIn(SERVER, mdb.staging()));

    assertThat(mdb.staging().column("SELECT version FROM memdb.history")).containsExactly("1");
    mdb.files(Slow.files(Duration.ofMillis(1)));
    mdb.annotate(MemoryDatabase.HOLD, null).awaitReady();
    assertThat(mdb.staging().value(RUNS)).isEqualTo("2");
    assertThat(mdb.production().value(RUNS)).isEqualTo("1");
  }

  @Test
  void suspendHoldsEverything() {
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("suspended").create("2", Sql.upTo(3));
    mdb.awaitReady();

    mdb.patch("{\"spec\":{\"suspend\":true,\"targetVersion\":\"3\"}}").awaitReason("Suspended");

    assertStillLookedAt(mdb);
    mdb.patch("{\"spec\":{\"suspend\":false}}").awaitReady();
  }

  /** Nothing was migrated, and what is changed by hand is seen. */
  private static void assertStillLookedAt(TestMemoryDatabase mdb) {
    mdb.staging().execute("CREATE TABLE app.by_hand (i int)");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1");
    mdb.await(
        "drift in staging",
        m -> {
          var schema = TestMemoryDatabase.environment(m, "staging").schema();
          return schema != null && schema.drift() != null && !schema.drift().isEmpty();
        });
    assertThat(mdb.staging().value(RUNS)).isEqualTo("1");
    assertThat(mdb.production().value(RUNS)).isEqualTo("1");
    mdb.staging().execute("DROP TABLE app.by_hand");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "2");
  }

  @Test
  void suspendOfOneEnvironmentHoldsThatOne() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("one").files(Sql.upTo(3));
    mdb.create("2").awaitReady();

    suspendProduction(mdb, true);
    mdb.target("3").awaitReason("production", "Suspended");
    mdb.await("staging at 3", m -> "3".equals(mdb.environment("staging").version()));

    assertThat(mdb.environment("production").version()).isEqualTo("2");
    assertThat(mdb.production().value(RUNS)).isEqualTo("1");
    suspendProduction(mdb, false);
    mdb.awaitReady();
  }

  private static void suspendProduction(TestMemoryDatabase mdb, boolean suspend) {
    OPERATOR
        .namespace()
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(OPERATOR.namespace().name())
        .withName(mdb.name())
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"add\",\"path\":\"/spec/environments/1/suspend\",\"value\":%s}]"
                .formatted(suspend));
  }

  @Test
  void anotherTryIsAskedFor() {
    TestMemoryDatabase mdb =
        OPERATOR
            .namespace()
            .memoryDatabase("retried")
            .create("2", Sql.with(Sql.upTo(1), Sql.V2, "INSERT INTO app.seed VALUES (1);"));
    mdb.awaitReason("MigrationFailed");
    // outside of the managed schemas' sight nothing is drift; here a person mends what was missing
    mdb.patch("{\"spec\":{\"parity\":{\"onDrift\":\"Report\"}}}").awaitReason("MigrationFailed");
    mdb.staging().execute("CREATE TABLE app.seed (i int)");
    mdb.production().execute("CREATE SCHEMA app; CREATE TABLE app.seed (i int)");

    mdb.annotate(MemoryDatabase.REQUESTED_AT, "now");

    mdb.await("staging at 2", m -> "2".equals(mdb.environment("staging").version()));
    assertThat(mdb.staging().value("SELECT i FROM app.seed")).isEqualTo("1");
  }
}
