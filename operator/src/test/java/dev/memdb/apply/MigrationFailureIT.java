package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A file that PostgreSQL refuses: rolled back, told exactly, and not tried again by itself. */
class MigrationFailureIT {
  private static final String GOOD = "CREATE TABLE t (i int)";

  /** Characters outside the basic plane: PostgreSQL counts one where Java counts two. */
  private static final String BAD =
      """
      -- a comment, a 𝔭osition to get wrong: 🙈
      CREATE TABLE u (i int);

      SELECT '🙈🙉🙊',
             1
        FROM no_such_table;
      """;

  private static final String MENDED = "CREATE TABLE u (i int);";

  @OnEachPostgres
  void isRolledBackAndToldWithItsPlace(int major) {
    EngineFixture engine = failing(major);

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED, "1");

    assertThat(message)
        .startsWith(
            "V2__u.sql:6: relation \"no_such_table\" does not exist (SQLSTATE 42P01)."
                + " It was rolled back.")
        .contains("memdb.dev/requested-at");
    assertThat(engine.history()).containsExactly("1");
    assertThat(engine.admin().value("SELECT to_regclass('u')")).isNull();
    assertThat(
            engine
                .admin()
                .column(
                    "SELECT version || sqlstate || error FROM memdb.log WHERE outcome = 'failed'"))
        .containsExactly("242P01" + message);
  }

  @OnEachPostgres
  void whatWasAppliedBeforeItStaysAndIsTheExpectedSchema(int major) {
    EngineFixture engine = failing(major);

    RunResult result = engine.run();

    assertThat(result.facts().orElseThrow().differences()).isZero();
    assertThat(engine.facts().expected().orElseThrow().version().text()).isEqualTo("1");
    assertThat(engine.facts().differences()).isZero();
  }

  @OnEachPostgres
  void isTriedAgainOnlyWhenFileOrRequestChange(int major) {
    EngineFixture engine = failing(major);
    String first = stopped(engine.run(), Reason.MIGRATION_FAILED, "1");
    String tries = "SELECT count(*) FROM memdb.step WHERE outcome = 'failed'";

    assertThat(stopped(engine.run(), Reason.MIGRATION_FAILED)).isEqualTo(first);
    assertThat(engine.admin().value(tries)).isEqualTo("1");

    stopped(engine.withRequest("1/again").run(), Reason.MIGRATION_FAILED);
    assertThat(engine.admin().value(tries)).isEqualTo("2");

    done(engine.withFiles("V1__t.sql", GOOD, "V2__u.sql", MENDED).run(), "2");
  }

  /** PostgreSQL checks these at COMMIT: its words must not be lost on the way through Flyway. */
  @OnEachPostgres
  void atCommitIsToldAsWell(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__fk.sql",
                "CREATE TABLE p (i int PRIMARY KEY);\nCREATE TABLE c (i int REFERENCES p DEFERRABLE"
                    + " INITIALLY DEFERRED);\nINSERT INTO c VALUES (1)");

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(message)
        .startsWith("V1__fk.sql: ")
        .contains("violates foreign key", "SQLSTATE 23503");
    assertThat(engine.history()).isEmpty();
    assertThat(engine.steps()).containsExactly("1 failed");
  }

  @OnEachPostgres
  void aStatementThatTakesTooLongIsFinal(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .with(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO))
            .withFiles("V1__slow.sql", GOOD + ";\nSELECT pg_sleep(60)");

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(message)
        .startsWith("V1__slow.sql:2 took longer than locking.statementTimeout (1s)")
        .contains("It was rolled back.");
    stopped(engine.run(), Reason.MIGRATION_FAILED);
    assertThat(engine.steps()).containsExactly("1 failed");
  }

  /** Nobody waits for it, so it may take its time: a validation scans the whole table. */
  @OnEachPostgres
  void aStatementThatBlocksNobodyHasNoTimeout(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__t.sql",
                "CREATE TABLE t (i int);\nINSERT INTO t VALUES (1);\nALTER TABLE t ADD CONSTRAINT c"
                    + " CHECK (pg_sleep(1.5) IS NOT NULL) NOT VALID",
                "V2__validate.sql",
                "ALTER TABLE t VALIDATE CONSTRAINT c");

    done(
        engine.with(new Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ZERO)).run(),
        "1",
        "2");
  }

  @OnEachPostgres
  void aRunThatIsStoppedBetweenStatementsRollsBackAndIsNoError(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles("V1__t.sql", GOOD, "V2__u.sql", "CREATE TABLE u (i int);\nSELECT 1");

    cancelled(engine.run(new Trace().before("V2__u.sql:2", RunControl::stop)), "1");

    assertThat(engine.history()).containsExactly("1");
    assertThat(engine.steps()).containsExactly("1 applied");
    done(engine.run(), "2");
  }

  @OnEachPostgres
  void aRunThatIsStoppedInAStatementRollsBackAndIsNoError(int major) {
    EngineFixture engine =
        EngineFixture.on(major).withFiles("V1__u.sql", GOOD + ";\nSELECT pg_sleep(60)");
    Trace trace = new Trace();
    CompletableFuture<RunResult> run = engine.start(trace);
    engine.awaitQuery("pg_sleep");
    trace.control().stop();

    cancelled(run.join());

    assertThat(engine.history()).isEmpty();
    assertThat(engine.steps()).isEmpty();
    done(engine.withFiles("V1__u.sql", GOOD).run(), "1");
  }

  private static EngineFixture failing(int major) {
    return EngineFixture.on(major).withFiles("V1__t.sql", GOOD, "V2__u.sql", BAD);
  }
}
