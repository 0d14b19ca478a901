package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TcpProxy;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The other statements that end with CONCURRENTLY, killed at the worst moment. */
class ConcurrentlyIT {
  private static final String T =
      "CREATE TABLE t (i int, big text);\nCREATE INDEX t_i ON t (i);\nINSERT INTO t VALUES (1, 'x')";
  private static final String PARTITIONS =
      "CREATE TABLE p (i int) PARTITION BY LIST (i);\nCREATE TABLE p1 PARTITION OF p FOR VALUES IN"
          + " (1);\nCREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)";
  private static final String DROP = "DROP INDEX CONCURRENTLY t_i";
  private static final String REINDEX = "REINDEX TABLE CONCURRENTLY t";
  private static final String DETACH = "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY";

  @OnEachPostgres
  void aDropWhoseBackendIsKilledLeavesAnInvalidIndexAndIsDoneAgain(int major) throws Exception {
    EngineFixture engine = prepared(major, T, DROP);
    killWhile(engine, "SELECT * FROM t", "DROP INDEX");

    assertThat(invalid(engine)).containsExactly("t_i");
    assertThat(engine.facts().differences()).as("a remainder is no drift").isZero();
    done(engine.run(), "2");
    assertThat(engine.admin().value("SELECT to_regclass('t_i')")).isNull();
    assertThat(engine.facts().differences()).isZero();
  }

  @OnEachPostgres
  void aDropThatHappenedIsOnlyWrittenDown(int major) {
    EngineFixture engine = prepared(major, T, DROP);
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      proxy.cutAt("INDEX CONCURRENTLY", true);
      postponed(engine.through(proxy).run(), Reason.TRANSIENT_FAILURE_RETRYING);
    }
    engine.awaitValue("SELECT 1 WHERE to_regclass('t_i') IS NULL");

    assertThat(engine.facts().differences()).as("its work is no drift").isZero();
    done(engine.run(), "2");
    assertThat(engine.steps()).endsWith("2 recorded");
  }

  /** A transaction that has written is waited for before the copies are built. */
  @OnEachPostgres
  void aReindexKilledBeforeTheSwapLeavesNewCopies(int major) throws Exception {
    EngineFixture engine = prepared(major, T, REINDEX);
    killWhile(engine, "INSERT INTO t VALUES (7)", "REINDEX");

    assertThat(invalid(engine)).anyMatch(i -> i.endsWith("_ccnew"));
    reindexedIn(engine);
  }

  /** One that has no snapshot any more is waited for after the swap, before the old ones go. */
  @OnEachPostgres
  void aReindexKilledAfterTheSwapLeavesOldCopies(int major) throws Exception {
    EngineFixture engine = prepared(major, T, REINDEX);
    killWhile(engine, "LOCK TABLE t IN ACCESS SHARE MODE", "REINDEX");

    assertThat(invalid(engine)).anyMatch(i -> i.endsWith("_ccold"));
    reindexedIn(engine);
  }

  private static void reindexedIn(EngineFixture engine) {
    assertThat(engine.facts().differences()).as("a remainder is no drift").isZero();
    done(engine.run(), "2");
    assertThat(engine.steps()).containsExactly("1 applied", "2 attempt", "2 attempt", "2 applied");
    assertThat(invalid(engine)).allMatch(i -> i.startsWith("pg_toast_"));
    assertThat(engine.facts().differences()).isZero();
  }

  /** PostgreSQL lets only a superuser into schema pg_toast. */
  @OnEachPostgres
  void aSuperuserClearsCopiesOfToastIndexesToo(int major) throws Exception {
    EngineFixture engine = prepared(major, T, REINDEX);
    killWhile(engine, "INSERT INTO t VALUES (7)", "REINDEX");
    assertThat(invalid(engine)).anyMatch(i -> i.startsWith("pg_toast_"));

    done(engine.with(EngineFixture.endpoint(engine.admin())).run(), "2");

    assertThat(invalid(engine)).isEmpty();
  }

  /** Readers do not see the partition any more, and to detach it again is an error. */
  @OnEachPostgres
  void aDetachWhoseBackendIsKilledIsFinalized(int major) throws Exception {
    EngineFixture engine = prepared(major, PARTITIONS, DETACH);
    killWhile(engine, "SELECT * FROM p", "DETACH");

    String pending = "SELECT count(*) FROM pg_inherits WHERE inhdetachpending";
    assertThat(engine.admin().value(pending)).isEqualTo("1");
    assertThat(engine.facts().differences()).as("half of it is no drift").isZero();
    done(engine.run(), "2");
    assertThat(engine.admin().value(pending)).isEqualTo("0");
    assertThat(engine.admin().column("SELECT inhrelid::regclass FROM pg_inherits"))
        .containsExactly("p2");
    assertThat(engine.steps()).endsWith("2 recorded");
    assertThat(engine.facts().differences()).isZero();
  }

  @OnEachPostgres
  void aDetachThatHappenedIsOnlyWrittenDown(int major) {
    EngineFixture engine = prepared(major, PARTITIONS, DETACH);
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      proxy.cutAt("PARTITION p1 CONCURRENTLY", true);
      postponed(engine.through(proxy).run(), Reason.TRANSIENT_FAILURE_RETRYING);
    }
    engine.awaitValue(
        "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_inherits WHERE inhrelid = 'p1'::regclass)");

    assertThat(engine.facts().differences()).as("its work is no drift").isZero();
    done(engine.run(), "2");
    assertThat(engine.steps()).endsWith("2 recorded");
  }

  /** What can simply run again, does. */
  @OnEachPostgres
  void aVacuumThatIsKilledRunsAgain(int major) throws Exception {
    EngineFixture engine = prepared(major, T, "VACUUM t");
    // VACUUM waits for a table lock
    killWhile(engine, "LOCK TABLE t IN SHARE MODE", "VACUUM");

    done(engine.run(), "2");
    assertThat(engine.steps()).containsExactly("1 applied", "2 attempt", "2 attempt", "2 applied");
  }

  private static EngineFixture prepared(int major, String first, String second) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__t.sql", first);
    done(engine.run(), "1");
    return engine.withFiles("V1__t.sql", first, "V2__c.sql", second);
  }

  private static void killWhile(EngineFixture engine, String blocking, String statement)
      throws Exception {
    try (Connection blocker = engine.holding("blocker", blocking)) {
      CompletableFuture<RunResult> run = engine.start(new Trace());
      engine.awaitQuery(statement);
      engine.awaitValue(
          "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'memdb/run/%' AND"
              + " wait_event_type = 'Lock' AND datname = current_database()");
      engine.terminate(engine.awaitQuery(statement));

      postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);
    }
  }

  private static List<String> invalid(EngineFixture engine) {
    return engine
        .admin()
        .column(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT"
                + " i.indisvalid");
  }
}
