package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/** {@code .verify.sql}: what is not true stops everything that follows. */
class VerificationIT {
  private static final String A = "CREATE TABLE a (i int);\nINSERT INTO a VALUES (1), (2)";
  private static final String B = "CREATE TABLE b (i int)";
  private static final String EMPTY = "SELECT true;\nSELECT count(*) = 0 AS none FROM a";

  @OnEachPostgres
  void ofTheCatalogRollsTheMigrationBack(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql",
                A,
                "V1__a.verify.sql",
                "SELECT true;\nSELECT true, relkind = 'v' AS \"is a view\" FROM pg_catalog.pg_class"
                    + " WHERE relname = 'a'");

    String message = stopped(engine.run(), Reason.VERIFY_FAILED);

    assertThat(message)
        .startsWith("V1__a.verify.sql:2: row 1, column \"is a view\" is false, not true.")
        .contains("The migration was rolled back");
    assertThat(engine.history()).isEmpty();
    assertThat(engine.admin().value("SELECT to_regclass('a')")).isNull();
    assertThat(stopped(engine.run(), Reason.VERIFY_FAILED)).isEqualTo(message);
    assertThat(engine.steps()).containsExactly("1 failed");
  }

  @OnEachPostgres
  void ofDataStopsWhatFollowsUntilItIsMended(int major) {
    EngineFixture engine = ofData(major);

    String message = stopped(engine.run(), Reason.VERIFY_FAILED, "1");

    assertThat(message)
        .startsWith("V1__a.verify.sql:2: row 1, column \"none\" is false, not true.")
        .contains("is committed", "memdb.dev/requested-at");
    assertThat(engine.history()).containsExactly("1");
    assertThat(stopped(engine.run(), Reason.VERIFY_FAILED)).isEqualTo(message);

    engine.database().execute("DELETE FROM a");
    assertThat(stopped(engine.run(), Reason.VERIFY_FAILED)).as("not asked for").isEqualTo(message);
    done(engine.withRequest("again").run(), "2");
    assertThat(engine.steps()).containsExactly("1 applied", "1 failed", "1 verified", "2 applied");
    done(engine.run());
  }

  @OnEachPostgres
  void ofDataWritesNothing(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql",
                A
                    + ";\nCREATE FUNCTION mend() RETURNS boolean LANGUAGE sql AS"
                    + " 'DELETE FROM a RETURNING true'",
                "V1__a.verify.sql",
                "SELECT mend()",
                "V2__b.sql",
                B);

    String message = stopped(engine.run(), Reason.VERIFY_FAILED, "1");

    assertThat(message)
        .startsWith("V1__a.verify.sql:1: cannot execute DELETE in a read-only transaction");
    assertThat(engine.admin().value("SELECT count(*) FROM a")).isEqualTo("2");
    assertThat(engine.steps()).containsExactly("1 applied", "1 failed");
  }

  /** Perhaps it was the check that was wrong. */
  @OnEachPostgres
  void isTriedAgainWhenItsFileChanges(int major) {
    EngineFixture engine = ofData(major);
    stopped(engine.run(), Reason.VERIFY_FAILED, "1");

    done(
        engine
            .withFiles(
                "V1__a.sql", A, "V1__a.verify.sql", "SELECT count(*) = 2 FROM a", "V2__b.sql", B)
            .run(),
        "2");
  }

  @OnEachPostgres
  void thatWasInterruptedIsDoneByTheNextRun(int major) {
    EngineFixture engine = ofData(major);
    String backend = "SELECT pg_terminate_backend(pid) FROM memdb.fence";
    Trace trace = new Trace().before("V1__a.verify.sql", () -> engine.admin().value(backend));

    postponed(engine.run(trace), Reason.TRANSIENT_FAILURE_RETRYING, "1");

    assertThat(engine.facts().unverified()).hasSize(1);
    stopped(engine.run(), Reason.VERIFY_FAILED);
    assertThat(engine.history()).containsExactly("1");
  }

  /** There is no transaction that it could roll back. */
  @OnEachPostgres
  void ofAnIndexBuiltConcurrently(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql",
                A,
                "V2__i.sql",
                "CREATE INDEX CONCURRENTLY a_i ON a (i)",
                "V2__i.verify.sql",
                "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'a_i'::regclass",
                "V3__b.sql",
                B);
    String backend = "SELECT pg_terminate_backend(pid) FROM memdb.fence";
    Trace trace = new Trace().before("V2__i.verify.sql", () -> engine.admin().value(backend));
    postponed(engine.run(trace), Reason.TRANSIENT_FAILURE_RETRYING, "1", "2");

    done(engine.run(), "3");

    assertThat(engine.steps())
        .containsExactly("1 applied", "2 attempt", "2 applied", "2 verified", "3 applied");
  }

  @OnEachPostgres
  void seesTheRealTableAndNotATemporaryOne(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql", A + ";\nCREATE TEMP TABLE a (i int)", "V1__a.verify.sql", EMPTY);

    stopped(engine.run(), Reason.VERIFY_FAILED, "1");
  }

  @OnEachPostgres
  void thatCannotBeReadIsNotTrue(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles("V1__a.sql", A, "V1__a.verify.sql", "SELECT 1 / (i - 1) = 1 FROM a");

    String message = stopped(engine.run(), Reason.VERIFY_FAILED, "1");

    assertThat(message).contains("V1__a.verify.sql:1: division by zero", "is committed");
    assertThat(stopped(engine.run(), Reason.VERIFY_FAILED)).isEqualTo(message);
  }

  @OnEachPostgres
  void thatHasToWaitForALockIsTriedAgain(int major) throws Exception {
    EngineFixture engine = ofData(major);
    Connection[] writer = new Connection[1];
    Trace trace =
        new Trace()
            .before(
                "V1__a.verify.sql",
                () -> writer[0] = engine.holding("rebuild", "DELETE FROM a; LOCK TABLE a"));

    String message = postponed(engine.run(trace), Reason.LOCK_TIMEOUT_RETRYING, "1");

    assertThat(message).startsWith("V1__a.verify.sql:2 waited 1s").contains("(rebuild, ");
    writer[0].commit();
    writer[0].close();
    done(engine.run(), "2");
  }

  @OnEachPostgres
  void canBeStopped(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql", A, "V1__a.verify.sql", "SELECT pg_sleep(60) IS NOT NULL FROM a");
    Trace trace = new Trace();
    CompletableFuture<RunResult> run = engine.start(trace);
    engine.awaitQuery("pg_sleep");
    trace.control().stop();

    Outcomes.cancelled(run.join(), "1");
    assertThat(engine.steps()).containsExactly("1 applied");
  }

  private static EngineFixture ofData(int major) {
    return EngineFixture.on(major)
        .withFiles("V1__a.sql", A, "V1__a.verify.sql", EMPTY, "V2__b.sql", B);
  }
}
