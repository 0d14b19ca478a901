package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Failures that pass by themselves: the file is rolled back, and the next run applies it. */
class TransientFailuresIT {
  private static final String SLOW = "CREATE TABLE u (i int);\nSELECT pg_sleep(60)";
  private static final String QUICK = "CREATE TABLE u (i int)";

  @OnEachPostgres
  void aDeadlockWithTheApplication(int major) throws Exception {
    EngineFixture engine =
        EngineFixture.on(major)
            .with(
                new Limits(
                    java.time.Duration.ofSeconds(20),
                    java.time.Duration.ofMinutes(1),
                    java.time.Duration.ofSeconds(20)))
            .withFiles("V1__t.sql", "CREATE TABLE a (i int); CREATE TABLE b (i int)");
    done(engine.run(), "1");
    EngineFixture next =
        engine.withFiles(
            "V1__t.sql",
            "CREATE TABLE a (i int); CREATE TABLE b (i int)",
            "V2__both.sql",
            "LOCK TABLE a;\nLOCK TABLE b");
    // the application waits far longer before it looks for a deadlock: the migration is the victim
    try (Connection application = next.admin().connect();
        Statement s = application.createStatement()) {
      application.setAutoCommit(false);
      s.execute("SET LOCAL deadlock_timeout = '60s'");
      s.execute("LOCK TABLE b");
      CompletableFuture<RunResult> run =
          next.start(
              new Trace().before("V2__both.sql:2", () -> next.database().column("SELECT 1")));
      next.awaitValue("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'b'::regclass");
      s.execute("LOCK TABLE a");
      String message = postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);

      assertThat(message)
          .startsWith("V2__both.sql:2: deadlock detected")
          .contains("SQLSTATE 40P01");
    }
    assertThat(next.history()).containsExactly("1");
    done(next.run(), "2");
  }

  @OnEachPostgres
  void aSerializationFailure(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__t.sql",
                "CREATE TABLE u (i int);\nDO $$ BEGIN RAISE EXCEPTION 'conflict' USING ERRCODE ="
                    + " '40001'; END $$");
    postponed(engine.run(), Reason.TRANSIENT_FAILURE_RETRYING);

    assertThat(engine.history()).isEmpty();
    assertThat(engine.admin().value("SELECT to_regclass('u')")).isNull();
  }

  @OnEachPostgres
  void theBackendIsTerminated(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__u.sql", SLOW);
    CompletableFuture<RunResult> run = engine.start(new Trace());
    engine.terminate(engine.awaitQuery("pg_sleep"));

    String message = postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);

    assertThat(message).startsWith("V1__u.sql:2: ").contains("SQLSTATE 57P01");
    assertThat(engine.history()).isEmpty();
    done(engine.withFiles("V1__u.sql", QUICK).run(), "1");
  }

  @OnEachPostgres
  void postgresIsShutDownImmediately(int major) {
    try (PostgresServer server = PostgresServer.start(major, Map.of())) {
      EngineFixture engine = EngineFixture.on(server).withFiles("V1__u.sql", SLOW);
      CompletableFuture<RunResult> run = engine.start(new Trace());
      engine.awaitQuery("pg_sleep");
      server.stopImmediately();

      postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);
      postponed(engine.run(), Reason.UNREACHABLE);
      server.start();

      assertThat(engine.history()).isEmpty();
      done(engine.withFiles("V1__u.sql", QUICK).run(), "1");
    }
  }

  @OnEachPostgres
  void noConnectionIsLeft(int major) throws Exception {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__u.sql", QUICK);
    engine
        .admin()
        .execute("ALTER DATABASE \"" + engine.database().name() + "\" CONNECTION LIMIT 1");
    try (Connection last = engine.database().connect()) {
      String message = postponed(engine.run(), Reason.UNREACHABLE);

      assertThat(message).contains("no connection slot left");
      assertThat(last.isValid(1)).isTrue();
    }
    done(engine.run(), "1");
  }
}
