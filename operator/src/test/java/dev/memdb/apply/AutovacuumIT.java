package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Autovacuum comes after every backfill, and holds a lock that each ALTER TABLE waits for. */
class AutovacuumIT {
  /** The operator's default: shorter than deadlock_timeout, after which PostgreSQL cancels. */
  private static final Limits HASTY =
      new Limits(Limits.DEFAULT.lockTimeout(), Duration.ofMinutes(1), Duration.ofSeconds(20));

  /** Its vacuum takes minutes, as one of a large table does: a page, then 100 ms of sleep. */
  private static final String TABLE =
      """
      CREATE TABLE t (i int, filler text)
        WITH (autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
              autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1);
      INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1, 20000) AS i\
      """;

  private static final String VACUUMED =
      """
      SELECT 1 FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.relation = 't'::regclass AND l.granted AND a.backend_type = 'autovacuum worker'\
      """;

  @OnEachPostgres
  void givesWayToAMigrationAndNobodyWaitsForThat(int major) throws Exception {
    try (PostgresServer server = eager(major)) {
      EngineFixture engine = vacuumed(server);
      Trace trace = new Trace();

      CompletableFuture<RunResult> run = engine.start(trace);
      try (Connection application = engine.database().connect();
          Statement statement = application.createStatement()) {
        statement.execute("SET lock_timeout = '700ms'"); // less than PostgreSQL needs to cancel
        while (!run.isDone()) {
          statement.execute("UPDATE t SET i = i WHERE ctid = '(0,1)'");
        }
      }

      done(run.join(), "2");
      assertThat(trace.notes())
          .containsExactly(
              "autovacuum was at public.t, in the way of V2__j.sql:1: PostgreSQL has cancelled it, and starts it again by itself");
    }
  }

  /** With somebody else in the way nothing is tried at once: that one would have to wait twice. */
  @OnEachPostgres
  void somebodyElseInTheWayIsWaitedForAsEver(int major) throws Exception {
    try (PostgresServer server = eager(major)) {
      EngineFixture engine = vacuumed(server);
      try (Connection reader = engine.holding("nightly-report", "SELECT 1 FROM t LIMIT 1")) {
        String message =
            postponed(engine.with(EngineFixture.LIMITS).run(), Reason.LOCK_TIMEOUT_RETRYING);

        assertThat(message).contains("(nightly-report, idle in transaction");
        assertThat(reader.isValid(1)).isTrue();
      }
    }
  }

  private static PostgresServer eager(int major) {
    return PostgresServer.start(major, Map.of("fsync", "off", "autovacuum_naptime", "1s"));
  }

  private static EngineFixture vacuumed(PostgresServer server) {
    EngineFixture engine = EngineFixture.on(server).withFiles("V1__t.sql", TABLE).with(HASTY);
    done(engine.run(), "1");
    engine.database().execute("UPDATE t SET i = i + 1");
    engine.awaitValue(VACUUMED);
    return engine.withFiles("V1__t.sql", TABLE, "V2__j.sql", "ALTER TABLE t ADD COLUMN j int");
  }
}
