package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ways that docs/failure-modes.md gives under DriftDetected, with onDrift: Block. */
class HotFixIT {
  private static final String INDEX =
      "CREATE INDEX IF NOT EXISTS memory_kind_idx ON app.memory (kind)";
  private static final String COLUMN = "ALTER TABLE app.memory ADD COLUMN IF NOT EXISTS note text";

  private TestNamespace namespace;
  private OperatorFixture operator;

  @BeforeEach
  void start() {
    namespace = TestNamespace.create();
    operator = OperatorFixture.start(namespace);
  }

  @AfterEach
  void stop() {
    operator.close();
    namespace.close();
  }

  /** A new version and its number: nothing else. */
  @Test
  void isKeptByAMigrationThatHasItWithIfNotExists() {
    TestMemoryDatabase mdb = atThree("kept");
    mdb.production().execute(INDEX + "; " + COLUMN);
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReason("DriftDetected");

    next(mdb, COLUMN + ";\n" + INDEX + ";");

    MemoryDatabase ready = mdb.awaitReady();
    assertThat(status(ready, "DriftFree")).isEqualTo("True");
    assertThat(status(ready, "SchemaParity")).isEqualTo("True");
    assertThat(mdb.environment("production").version()).isEqualTo("4");
    assertThat(mdb.news())
        .anyMatch(n -> n.contains("the migrations' own from now on") && n.contains("production"));
    isTheSameAfterARestart(mdb);
  }

  /** Also where nobody goes first. */
  @Test
  void inEachEnvironmentIsKeptTheSameWay() {
    TestMemoryDatabase mdb = atThree("both");
    mdb.staging().execute(INDEX);
    mdb.production().execute(INDEX);
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReason("DriftDetected");

    next(mdb, INDEX + ";");

    assertThat(status(mdb.awaitReady(), "DriftFree")).isEqualTo("True");
  }

  /** In the first environment nothing is applied; what to do is told, and helps. */
  @Test
  void thatIsNotWhatTheMigrationMakesIsToldAndCorrectedByHand() {
    TestMemoryDatabase mdb = atThree("otherwise");
    mdb.staging().execute("CREATE INDEX memory_kind_idx ON app.memory (body)");

    next(mdb, INDEX + ";");
    mdb.await(
        "the difference told",
        m ->
            m.getStatus() != null
                && Resources.condition(m, "Ready")
                    .filter(c -> c.reason().equals("DriftDetected"))
                    .filter(c -> c.message().contains("V4__hotfix.sql:1 makes it otherwise"))
                    .isPresent());
    assertThat(mdb.environment("staging").version()).isEqualTo("3");
    assertThat(mdb.message()).contains("(kind)", "(body)", "memdb.dev/requested-at");

    mdb.staging().execute("DROP INDEX app.memory_kind_idx; " + INDEX);
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReady();
  }

  /** In an environment that follows, it is told when the version is there. */
  @Test
  void thatIsNotWhatTheOthersHaveStaysDrift() {
    TestMemoryDatabase mdb = atThree("another");
    mdb.production().execute("ALTER TABLE app.memory ADD COLUMN note varchar(9)");

    next(mdb, COLUMN + ";\nCOMMENT ON COLUMN app.memory.note IS 'what the agent wanted to add';");
    mdb.await("production at 4", m -> "4".equals(mdb.environment("production").version()));
    mdb.awaitReason("DriftDetected");
    assertThat(mdb.message()).contains("app.memory.note", "type text → character varying(9)");

    mdb.production().execute("ALTER TABLE app.memory ALTER COLUMN note TYPE text");
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReady();
  }

  /** An attribute has no IF NOT EXISTS: Block holds, and that version is let pass once. */
  @Test
  void thatCanOnlyBeAlteredIsKeptWithReport() {
    TestMemoryDatabase mdb = atThree("altered");
    String alter = "ALTER TABLE app.memory ALTER COLUMN body SET NOT NULL";
    mdb.production().execute(alter);
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReason("DriftDetected");

    mdb.files(Sql.with(Sql.upTo(3), "V4__hotfix.sql", alter + ";"));
    mdb.patch("{\"spec\":{\"parity\":{\"onDrift\":\"Report\"},\"targetVersion\":\"4\"}}");
    mdb.await(
        "DriftFree at 4",
        m ->
            "4".equals(mdb.environment("production").version())
                && status(m, "DriftFree").equals("True"));
    mdb.patch("{\"spec\":{\"parity\":{\"onDrift\":\"Block\"}}}").awaitReady();
  }

  /** What parity asked for was mended by hand: then there is nothing left to mend. */
  @Test
  void thatMakesTheSchemasEqualIsNone() {
    TestMemoryDatabase mdb = atThree("equal");
    next(
        mdb,
        "DO $$ BEGIN IF current_setting('application_name') LIKE '%/staging' THEN "
            + INDEX
            + "; END IF; END $$;");
    mdb.awaitReason("ParityMismatch");

    mdb.production().execute(INDEX);
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "1").awaitReady();

    isTheSameAfterARestart(mdb);
  }

  private void isTheSameAfterARestart(TestMemoryDatabase mdb) {
    operator.close();
    operator = OperatorFixture.start(namespace);
    mdb.annotate(MemoryDatabase.REQUESTED_AT, "2");
    namespace.memoryDatabase("other").create("1", Sql.upTo(1)).awaitReady();
    assertThat(status(mdb.awaitReady(), "DriftFree")).isEqualTo("True");
    for (TestDatabase database : new TestDatabase[] {mdb.staging(), mdb.production()}) {
      assertThat(database.value("SELECT max(version) FROM memdb.history")).isEqualTo("4");
    }
  }

  private TestMemoryDatabase atThree(String name) {
    TestMemoryDatabase mdb = namespace.memoryDatabase(name).create("3", Sql.upTo(3));
    mdb.awaitReady();
    return mdb;
  }

  private static void next(TestMemoryDatabase mdb, String sql) {
    mdb.files(Sql.with(Sql.upTo(3), "V4__hotfix.sql", sql)).target("4");
  }

  private static String status(MemoryDatabase mdb, String condition) {
    return Resources.condition(mdb, condition).orElseThrow().status();
  }
}
