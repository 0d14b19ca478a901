package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.SchemaStatus;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.TestMemoryDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is changed by hand is found, named, and never undone by the operator. */
class DriftIT {
  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  @Test
  void isFoundWithinItsIntervalObjectByObject() {
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("interval").create("3", Sql.upTo(3));
    mdb.patch("{\"spec\":{\"parity\":{\"interval\":\"10s\"}}}").awaitReady();

    mdb.staging()
        .execute(
            "ALTER TABLE app.memory ADD CONSTRAINT sane CHECK (id > 0);"
                + " ALTER TABLE app.memory ALTER COLUMN body SET NOT NULL;"
                + " ALTER TABLE app.source DROP COLUMN uri;"
                + " CREATE INDEX by_kind ON app.memory (kind)");
    long start = System.nanoTime();
    MemoryDatabase found =
        mdb.await(
            "drift",
            m ->
                TestMemoryDatabase.environment(m, "staging").schema() != null
                    && !drift(m, "staging").isEmpty());
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("drift found after %.1f s%n", took.toMillis() / 1e3);

    assertThat(took).isLessThan(Duration.ofSeconds(13));
    assertThat(String.join("\n", drift(found, "staging")))
        .contains("sane", "body", "uri", "by_kind");
    mdb.awaitReason("DriftDetected");
    mdb.awaitEvent("DriftDetected");
    assertThat(Resources.condition(mdb.get(), "DriftFree").orElseThrow().status())
        .isEqualTo("False");

    mdb.staging()
        .execute(
            "ALTER TABLE app.memory DROP CONSTRAINT sane;"
                + " ALTER TABLE app.memory ALTER COLUMN body DROP NOT NULL;"
                + " ALTER TABLE app.source ADD COLUMN uri text NOT NULL;"
                + " DROP INDEX app.by_kind");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReady();
    mdb.awaitEvent("DriftGone");
  }

  @Test
  void withReportMigrationsGoOnAndKeepIt() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("report").create("2", Sql.upTo(3));
    mdb.patch("{\"spec\":{\"parity\":{\"onDrift\":\"Report\"}}}").awaitReady();
    mdb.production().execute("ALTER TABLE app.memory ADD COLUMN hotfix text");

    mdb.target("3");
    mdb.await("production at 3", m -> "3".equals(mdb.environment("production").version()));

    mdb.await("drift", m -> !drift(m, "production").isEmpty());
    assertThat(drift(mdb.get(), "production")).anyMatch(d -> d.contains("hotfix"));
    assertThat(mdb.production().value("SELECT count(hotfix) FROM app.memory")).isEqualTo("0");
  }

  @Test
  void inProductionBreaksParityAndIsNamed() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("parity").create("3", Sql.upTo(3));
    mdb.awaitReady();

    mdb.production().execute("CREATE INDEX by_kind ON app.memory (kind)");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1");

    mdb.await(
        "SchemaParity False",
        m ->
            Resources.condition(m, "SchemaParity")
                .filter(c -> c.status().equals("False"))
                .filter(c -> c.message().contains("by_kind"))
                .isPresent());
    mdb.awaitReason("DriftDetected");
    assertThat(mdb.message()).contains("production", "by_kind");
  }

  @Test
  void anotherSchemaUnderManagementIsComparedAsItIs() {
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("schemas").create("3", Sql.upTo(3));
    mdb.awaitReady();

    mdb.patch("{\"spec\":{\"schemas\":[\"app\",\"extra\"]}}").awaitReady();

    mdb.production().execute("CREATE SCHEMA extra; CREATE TABLE extra.only_here (i int)");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1");
    awaitMismatch(mdb, "extra schema extra");
    mdb.awaitReason("ParityMismatch");
    mdb.awaitEvent("ParityMismatch");
  }

  private static void awaitMismatch(TestMemoryDatabase mdb, String words) {
    mdb.await(
        "mismatch: " + words,
        m ->
            Resources.condition(m, "SchemaParity")
                .filter(c -> c.status().equals("False"))
                .filter(c -> c.reason().equals("ParityMismatch"))
                .filter(c -> c.message().contains(words))
                .isPresent());
  }

  /** Both databases are looked at side by side; neither look knows what the other one finds. */
  @Test
  void twoLooksThatEndTogetherAreCompared() {
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("together").create("1", Sql.upTo(1));
    mdb.awaitReady();
    mdb.patch("{\"spec\":{\"schemas\":[\"app\",\"extra\"]}}").awaitReady();
    for (int i = 1; i <= 25; i++) {
      String change =
          "DROP SCHEMA IF EXISTS extra CASCADE; CREATE SCHEMA extra; CREATE DOMAIN extra.%s%d AS int";
      mdb.staging().execute(change.formatted("s", i));
      mdb.production().execute(change.formatted("p", i));
      mdb.annotate(MemoryDatabase.REQUESTED_AT, String.valueOf(i));
      awaitMismatch(mdb, "extra.p" + i);
    }
  }

  private static List<String> drift(MemoryDatabase mdb, String environment) {
    SchemaStatus schema = TestMemoryDatabase.environment(mdb, environment).schema();
    return schema == null || schema.drift() == null ? List.of() : schema.drift();
  }
}
