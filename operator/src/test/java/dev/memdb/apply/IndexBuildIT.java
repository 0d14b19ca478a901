package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** {@code CREATE INDEX CONCURRENTLY} that fails half-way: what it leaves, and the way out of it. */
class IndexBuildIT {
  private static final String T =
      "CREATE TABLE t (i int, j int);\nINSERT INTO t VALUES (1, 1), (1, 2)";
  private static final String BUILD = "CREATE INDEX CONCURRENTLY t_i ON t (i)";
  private static final String UNIQUE = "CREATE UNIQUE INDEX CONCURRENTLY t_i ON t (i)";

  /** A transaction that has written waits for nobody, and every build waits for it. */
  private static final String WRITE = "INSERT INTO t VALUES (7, 7)";

  @OnEachPostgres
  void aUniqueViolationLeavesNothingAndIsFinal(int major) {
    EngineFixture engine = built(major, UNIQUE);

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(message)
        .startsWith("V2__i.sql:1: could not create unique index \"t_i\"")
        .contains("SQLSTATE 23505", "It ran outside a transaction; nothing of it is left.");
    assertThat(indexes(engine)).isEmpty();
    assertThat(engine.history()).containsExactly("1");
    assertThat(engine.steps()).containsExactly("1 applied", "2 attempt", "2 failed");
    assertThat(engine.facts().differences()).isZero();
    stopped(engine.run(), Reason.MIGRATION_FAILED);

    engine.database().execute("DELETE FROM t WHERE j = 2");
    done(engine.withRequest("2/").run(), "2");
    assertThat(indexes(engine)).containsExactly("t_i valid");
  }

  /** The reader keeps the drop from ending; the invalid index still refuses rows, and is told. */
  @OnEachPostgres
  void whatCannotBeClearedAtOnceIsClearedBeforeTheNextTry(int major) throws Exception {
    EngineFixture engine = built(major, UNIQUE);
    try (Connection reader = engine.holding("nightly-report", "SELECT * FROM t")) {
      String message = stopped(engine.run(), Reason.MIGRATION_FAILED);

      assertThat(message)
          .contains("could not be removed at once", "is removed before the next try");
      assertThat(indexes(engine)).containsExactly("t_i invalid");
      assertThat(engine.facts().differences()).as("a remainder is no drift").isZero();
    }
    engine.database().execute("DELETE FROM t WHERE j = 2");
    done(engine.withRequest("2/").run(), "2");
    assertThat(indexes(engine)).containsExactly("t_i valid");
    assertThat(engine.facts().differences()).isZero();
  }

  @OnEachPostgres
  void aCancelByHandIsFinal(int major) throws Exception {
    EngineFixture engine = built(major, BUILD);
    try (Connection writer = engine.holding("importer", WRITE)) {
      CompletableFuture<RunResult> run = engine.start(new Trace());
      int pid = engine.awaitQuery("CREATE INDEX");
      engine.admin().value("SELECT pg_cancel_backend(" + pid + ")");

      assertThat(stopped(run.join(), Reason.MIGRATION_FAILED))
          .startsWith("V2__i.sql:1 took longer than locking.statementTimeout")
          .contains("or was cancelled by hand");
    }
    done(engine.withRequest("2/").run(), "2");
    assertThat(indexes(engine)).containsExactly("t_i valid");
  }

  @OnEachPostgres
  void whomItWaitsForIsToldWhileItWaits(int major) throws Exception {
    EngineFixture engine = built(major, BUILD);
    Trace trace = new Trace();
    try (Connection writer = engine.holding("importer", WRITE)) {
      CompletableFuture<RunResult> run = engine.start(trace);
      Awaitility.await()
          .until(() -> trace.steps().stream().anyMatch(s -> s.contains("; waits for ")));
      trace.control().stop();

      cancelled(run.join());
    }
    assertThat(trace.steps())
        .last()
        .asString()
        .startsWith("V2__i.sql:1, statement 1 of 1; waits for pid ")
        .contains("(importer, idle in transaction");
    assertThat(engine.steps()).containsExactly("1 applied", "2 attempt");
    done(engine.run(), "2");
  }

  @OnEachPostgres
  void theBackendIsKilledInTheMiddle(int major) throws Exception {
    EngineFixture engine = built(major, BUILD);
    try (Connection writer = engine.holding("importer", WRITE)) {
      CompletableFuture<RunResult> run = engine.start(new Trace());
      engine.terminate(engine.awaitQuery("CREATE INDEX"));

      postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);
    }
    assertThat(indexes(engine)).containsExactly("t_i invalid");
    assertThat(engine.facts().differences()).as("a remainder is no drift").isZero();
    done(engine.run(), "2");
    assertThat(indexes(engine)).containsExactly("t_i valid");
    assertThat(engine.steps()).containsExactly("1 applied", "2 attempt", "2 attempt", "2 applied");
  }

  @OnEachPostgres
  void theClientIsKilledAndTheIndexIsInvalid(int major) throws Exception {
    EngineFixture engine = built(major, BUILD);
    try (TcpProxy proxy = TcpProxy.to(engine.database());
        Connection writer = engine.holding("importer", WRITE)) {
      CompletableFuture<RunResult> run = engine.through(proxy).start(new Trace());
      engine.awaitQuery("CREATE INDEX");
      proxy.cut();
      postponed(run.join(), Reason.TRANSIENT_FAILURE_RETRYING);
      // the orphan has the lock until the server notices
      CompletableFuture<RunResult> next = engine.start(new Trace());
      engine.awaitValue(
          "SELECT 1 FROM pg_index WHERE indexrelid = 't_i'::regclass AND NOT indisvalid");
      writer.rollback();

      done(next.join(), "2");
    }
    assertThat(indexes(engine)).containsExactly("t_i valid");
  }

  @OnEachPostgres
  void theClientIsKilledAndTheIndexIsValid(int major) {
    EngineFixture engine = built(major, BUILD);
    cutWhileBuilding(engine);

    assertThat(engine.history()).containsExactly("1");
    assertThat(engine.facts().differences()).as("its work is no drift").isZero();
    done(engine.run(), "2");

    assertThat(engine.steps()).containsExactly("1 applied", "2 attempt", "2 recorded");
    assertThat(indexes(engine)).containsExactly("t_i valid");
    assertThat(engine.facts().differences()).isZero();
  }

  /** Else an index that the file does not describe would be taken for its work. */
  @OnEachPostgres
  void theFileWasChangedAfterItsIndexWasBuilt(int major) {
    EngineFixture engine = built(major, BUILD);
    cutWhileBuilding(engine);

    String message =
        stopped(
            built(engine, "CREATE INDEX CONCURRENTLY t_i ON t (j)").run(), Reason.DRIFT_DETECTED);

    assertThat(message).contains("extra index public.t_i");
    assertThat(indexes(engine)).containsExactly("t_i valid");
  }

  @OnEachPostgres
  void anIndexWithoutANameIsFoundByItsShape(int major) {
    EngineFixture engine = built(major, "CREATE INDEX CONCURRENTLY ON t (j) WHERE i > 0");
    cutWhileBuilding(engine);
    // somebody else's work in between is not taken for ours
    engine.database().execute("CREATE INDEX ON t (j); CREATE INDEX ON t (i)");
    engine.database().execute("DROP INDEX t_j_idx");

    done(engine.with(DriftPolicy.REPORT).run(), "2");

    assertThat(indexes(engine)).containsExactly("t_i_idx valid", "t_j_idx valid", "t_j_idx1 valid");
    assertThat(engine.steps()).endsWith("2 applied");
    assertThat(engine.facts().differences()).as("theirs are drift, ours is none").isEqualTo(2);
  }

  /** The server would say NOTICE, skip it, and the migration would count as applied. */
  @OnEachPostgres
  void ifNotExistsOverAnInvalidIndexIsNoSuccess(int major) {
    EngineFixture engine =
        built(major, "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS t_i ON t (i)");
    try {
      engine.database().execute(UNIQUE);
    } catch (IllegalStateException e) {
      // that is how an invalid index is made
    }
    assertThat(indexes(engine)).containsExactly("t_i invalid");
    engine.database().execute("DELETE FROM t WHERE j = 2");

    done(engine.with(DriftPolicy.REPORT).run(), "2");

    assertThat(indexes(engine)).containsExactly("t_i valid");
  }

  /** The superuser's progress is hidden from the owner: the lock on the table is not. */
  @OnEachPostgres
  void anIndexThatSomebodyElseBuildsNowIsLeftAlone(int major) throws Exception {
    EngineFixture engine = built(major, "CREATE INDEX CONCURRENTLY IF NOT EXISTS t_i ON t (i)");
    try (Connection writer = engine.holding("importer", WRITE);
        Connection other = engine.admin().connect()) {
      CompletableFuture<Void> build =
          CompletableFuture.runAsync(
              () -> execute(other, "CREATE INDEX CONCURRENTLY t_i ON t (i)"));
      engine.awaitValue("SELECT 1 FROM pg_index WHERE indexrelid = to_regclass('t_i')");

      String message =
          postponed(engine.with(DriftPolicy.REPORT).run(), Reason.LOCK_TIMEOUT_RETRYING);

      assertThat(message).contains("index public.t_i is being built by pid ");
      writer.rollback();
      build.join();
    }
    done(engine.with(DriftPolicy.REPORT).run(), "2");
    assertThat(indexes(engine)).containsExactly("t_i valid");
  }

  private static EngineFixture built(int major, String build) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__t.sql", T);
    done(engine.run(), "1");
    return built(engine, build);
  }

  private static EngineFixture built(EngineFixture engine, String build) {
    return engine.withFiles("V1__t.sql", T, "V2__i.sql", build);
  }

  /** The server still builds it, but the answer finds nobody. */
  private static void cutWhileBuilding(EngineFixture engine) {
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      proxy.cutAt("INDEX CONCURRENTLY", true);
      postponed(engine.through(proxy).run(), Reason.TRANSIENT_FAILURE_RETRYING);
    }
    engine.awaitValue("SELECT 1 FROM pg_index WHERE indrelid = 't'::regclass AND indisvalid");
    engine.awaitValue(
        "SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE"
            + " 'memdb/run/%' AND datname = current_database())");
  }

  private static List<String> indexes(EngineFixture engine) {
    return engine
        .admin()
        .column(
            "SELECT c.relname || CASE WHEN i.indisvalid THEN ' valid' ELSE ' invalid' END FROM"
                + " pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid ="
                + " 't'::regclass ORDER BY 1");
  }

  private static void execute(Connection c, String sql) {
    try (var s = c.createStatement()) {
      s.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
