package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;

/** A lock that is not had in time: nothing happened, and the one in the way is named. */
class LockTimeoutIT {
  private static final String T = "CREATE TABLE t (i int)";
  private static final String TWO = "CREATE TABLE u (i int);\nALTER TABLE t ADD COLUMN j int";

  @OnEachPostgres
  void aReaderInTheWayIsNamedAndTheFileRolledBack(int major) throws Exception {
    EngineFixture engine = applied(major);
    try (Connection reader = engine.holding("nightly-report", "SELECT * FROM t")) {
      int pid = reader.unwrap(org.postgresql.PGConnection.class).getBackendPID();

      String message = postponed(engine.run(), Reason.LOCK_TIMEOUT_RETRYING);

      assertThat(message)
          .startsWith("V2__two.sql:2 waited 1s for its lock and gave up")
          .contains("pid " + pid + " (nightly-report, idle in transaction, transaction open ");
      assertThat(engine.history()).containsExactly("1");
      assertThat(engine.admin().value("SELECT to_regclass('u')")).isNull();
    }
    done(engine.run(), "2");
  }

  @OnEachPostgres
  void whatWasAppliedBeforeStaysAndIsNoDrift(int major) throws Exception {
    EngineFixture engine =
        applied(major)
            .withFiles(
                "V1__t.sql", T, "V2__two.sql", "CREATE TABLE v (i int)", "V3__three.sql", TWO);
    try (Connection reader = engine.holding("nightly-report", "SELECT * FROM t")) {
      RunResult result = engine.run();

      postponed(result, Reason.LOCK_TIMEOUT_RETRYING, "2");
      assertThat(result.facts().orElseThrow().differences()).isZero();
      assertThat(engine.facts().expected().orElseThrow().version().text()).isEqualTo("2");
    }
    done(engine.run(), "3");
  }

  /** A prepared transaction has no session: pg_blocking_pids() shows it as 0. */
  @OnEachPostgres
  void aPreparedTransactionInTheWayIsNamed(int major) throws Exception {
    EngineFixture engine = applied(major);
    TestDatabase owner = engine.database();
    owner.execute("BEGIN; LOCK TABLE t IN SHARE MODE; PREPARE TRANSACTION 'payment-17'");
    try {
      String message = postponed(engine.run(), Reason.LOCK_TIMEOUT_RETRYING);

      assertThat(message).contains("prepared transaction payment-17 of " + owner.user());
    } finally {
      owner.execute("ROLLBACK PREPARED 'payment-17'");
    }
    done(engine.run(), "2");
  }

  /** Also outside of files: somebody holds the row of the fence itself. */
  @OnEachPostgres
  void whoBlocksTheTakeOverIsNamed(int major) throws Exception {
    EngineFixture engine = applied(major);
    try (Connection other = engine.holding("curious", "SELECT FROM memdb.fence FOR UPDATE")) {
      String message = postponed(engine.run(), Reason.LOCK_TIMEOUT_RETRYING);

      assertThat(message).contains("(curious, idle in transaction");
    }
    done(engine.run(), "2");
  }

  /** Whoever stood in the way of an earlier statement is not accused of blocking a later one. */
  @OnEachPostgres
  void onlyTheOneThatBlocksNowIsNamed(int major) throws Exception {
    EngineFixture engine =
        applied(major)
            .withFiles(
                "V1__t.sql", T, "V2__u.sql", "ALTER TABLE t ADD COLUMN k int", "V3__two.sql", TWO);
    Connection early = engine.holding("early", "SELECT * FROM t");
    Connection late = engine.holding("late", "SELECT 1");
    Trace trace = new Trace();
    var run = engine.start(trace);
    engine.awaitValue("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 't'::regclass");
    engine.awaitValue("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'memdb/watch/%'");
    trace.before("V3__two.sql:1", () -> execute(late, "SELECT * FROM t"));
    early.close();

    String message = postponed(run.join(), Reason.LOCK_TIMEOUT_RETRYING, "2");

    late.close();
    assertThat(message).contains("(late,").doesNotContain("early");
  }

  private static EngineFixture applied(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__t.sql", T);
    done(engine.run(), "1");
    return engine.withFiles("V1__t.sql", T, "V2__two.sql", TWO);
  }

  private static void execute(Connection c, String sql) {
    try (var s = c.createStatement()) {
      s.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
