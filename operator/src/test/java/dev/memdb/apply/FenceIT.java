package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.migration.MigrationSet;
import dev.memdb.testkit.ChildJvm;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** One writer, whatever happens to processes, sessions and locks; each version exactly once. */
class FenceIT {
  private static final String LOCK = "SELECT pg_advisory_lock(1835363684, 1)";
  private static final Duration SHORT = Duration.ofSeconds(2);

  @OnEachPostgres
  void twoAtOnceOnAnEmptyDatabase(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql",
                "CREATE TABLE a (i int);\nSELECT pg_sleep(0.5)",
                "V2__b.sql",
                "CREATE TABLE b (i int)");
    CompletableFuture<RunResult> one = engine.start(new Trace());
    CompletableFuture<RunResult> two = engine.start(new Trace());

    List<RunResult> results = List.of(one.join(), two.join());

    assertThat(results).allMatch(RunResult.Done.class::isInstance);
    assertThat(results.stream().map(r -> r.applied().size())).containsExactlyInAnyOrder(0, 2);
    assertThat(results) // else the schema of the one that waited is compared with nothing
        .allSatisfy(r -> assertThat(r.facts().orElseThrow().fingerprint()).isPresent());
    assertThat(engine.history()).containsExactly("1", "2");
    assertThat(engine.steps()).containsExactly("1 applied", "2 applied");
  }

  @OnEachPostgres
  void whoeverWaitsTooLongSaysForWhom(int major) throws Exception {
    EngineFixture engine = quick(EngineFixture.on(major).withFiles("V1__a.sql", "SELECT 1"));
    try (Connection other = engine.holding("by hand", LOCK)) {
      String message = postponed(engine.run(), Reason.WRITER_BUSY);

      assertThat(message)
          .startsWith("another session has the migration lock of this database: pid ")
          .contains("(by hand), since 20");
    }
    done(engine.run(), "1");
  }

  @OnEachPostgres
  void aPreparedTransactionThatHasTheLockIsNamed(int major) {
    EngineFixture engine = quick(EngineFixture.on(major).withFiles("V1__a.sql", "SELECT 1"));
    engine
        .database()
        .execute(
            "BEGIN; SELECT pg_advisory_xact_lock(1835363684, 1); PREPARE TRANSACTION 'odd-%d'"
                .formatted(major));
    String message = postponed(engine.run(), Reason.WRITER_BUSY);

    engine.database().execute("ROLLBACK PREPARED 'odd-%d'".formatted(major));
    assertThat(message).contains("prepared transaction odd-" + major + " of ", "since 20");
    done(engine.run(), "1");
  }

  @OnEachPostgres
  void aRunThatWaitsForTheLockCanBeStopped(int major) throws Exception {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", "SELECT 1");
    try (Connection other = engine.holding("by hand", LOCK)) {
      Trace trace = new Trace();
      CompletableFuture<RunResult> run = engine.start(trace);
      engine.awaitValue(
          "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'memdb/run/%' AND datname ="
              + " current_database()");
      trace.control().stop();

      cancelled(run.join());
    }
  }

  @OnEachPostgres
  void theLockIsStolenBetweenTwoFiles(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql", "CREATE TABLE a (i int)", "V2__b.sql", "CREATE TABLE b (i int)");
    Trace trace =
        new Trace()
            .before(
                "V2__b.sql:1",
                () -> {
                  engine.terminate(
                      Integer.parseInt(engine.admin().value("SELECT pid FROM memdb.fence")));
                  done(engine.run(), "2");
                });

    postponed(engine.run(trace), Reason.TRANSIENT_FAILURE_RETRYING, "1");

    assertThat(engine.steps()).containsExactly("1 applied", "2 applied");
  }

  /** The transaction's own lock holds until its commit; the next file finds the session's gone. */
  @OnEachPostgres
  void aFileThatDropsEveryLock(int major) {
    MigrationSet set =
        Sets.of(
            List.of(
                Sets.byHand(
                    "V1__a.sql", true, "CREATE TABLE a (i int)", "SELECT pg_advisory_unlock_all()"),
                Sets.byHand("V2__b.sql", true, "CREATE TABLE b (i int)")));
    EngineFixture engine = EngineFixture.on(major).with(set);

    String message = postponed(engine.run(), Reason.WRITER_BUSY, "1");

    assertThat(message).startsWith("V2__b.sql:1: ").contains("not the one migrator any more");
    assertThat(engine.history()).containsExactly("1");
    assertThat(engine.admin().value("SELECT to_regclass('b')")).isNull();
    done(engine.run(), "2");
  }

  /** The check gives the lock back and takes it again: had it once, it has it once afterwards. */
  @OnEachPostgres
  void theCheckLeavesTheLockAsItWas(int major) {
    MigrationSet set =
        Sets.of(
            List.of(
                Sets.byHand("V1__a.sql", true, "CREATE TABLE a (i int)"),
                Sets.byHand("V2__b.sql", true, "CREATE TABLE b (i int)"),
                Sets.byHand(
                    "V3__c.sql",
                    true,
                    "CREATE TABLE c (i int)",
                    "SELECT pg_advisory_unlock(1835363684, 1)"),
                Sets.byHand("V4__d.sql", true, "CREATE TABLE d (i int)")));
    EngineFixture engine = EngineFixture.on(major).with(set);
    Trace trace =
        new Trace()
            .before(
                "V3__c.sql:1",
                () ->
                    assertThat(
                            engine
                                .admin()
                                .value(
                                    "SELECT l.pid = f.pid FROM pg_locks l, memdb.fence f"
                                        + " WHERE l.locktype = 'advisory' AND l.classid = 1835363684"
                                        + " AND l.database = (SELECT oid FROM pg_database"
                                        + " WHERE datname = current_database())"))
                        .isEqualTo("t"));

    postponed(engine.run(trace), Reason.WRITER_BUSY, "1", "2", "3");
  }

  @OnEachPostgres
  void anotherTokenStandsInTheFence(int major) {
    EngineFixture engine = twoTables(major);
    Trace trace =
        new Trace()
            .before(
                "V2__b.sql:1",
                () ->
                    engine
                        .admin()
                        .execute(
                            "UPDATE memdb.fence SET token = '00000000-0000-0000-0000-000000000000'"));

    String message = postponed(engine.run(trace), Reason.WRITER_BUSY, "1");

    assertThat(message)
        .isEqualTo(
            "V2__b.sql:1: this session is not the one migrator any more (SQLSTATE FN001); this run has stopped.");
    assertThat(engine.admin().value("SELECT to_regclass('b')")).isNull();
  }

  /** By a Flyway that somebody started by hand, which knows nothing of our lock. */
  @OnEachPostgres
  void somebodyElseWritesTheVersionMeanwhile(int major) {
    EngineFixture engine = twoTables(major);
    Trace trace =
        new Trace()
            .before(
                "V2__b.sql:1",
                () ->
                    engine
                        .admin()
                        .execute(
                            "INSERT INTO memdb.history (installed_rank, version, description, type, script,"
                                + " installed_by, execution_time, success)"
                                + " VALUES (7, '2', 'b', 'SQL', 'V2__b.sql', 'by hand', 1, true)"));

    String message = postponed(engine.run(trace), Reason.WRITER_BUSY, "1");

    assertThat(message).startsWith("V2__b.sql:1: already in the history (SQLSTATE FN001)");
    assertThat(engine.admin().value("SELECT to_regclass('b')")).isNull();
  }

  private static EngineFixture twoTables(int major) {
    return EngineFixture.on(major)
        .withFiles("V1__a.sql", "CREATE TABLE a (i int)", "V2__b.sql", "CREATE TABLE b (i int)");
  }

  @OnEachPostgres
  void aStatementThatDiscardsTheSession(int major) {
    MigrationSet set = Sets.of(List.of(Sets.byHand("V1__a.sql", false, "DISCARD ALL")));
    EngineFixture engine = EngineFixture.on(major).with(set);

    postponed(engine.run(), Reason.WRITER_BUSY);

    assertThat(engine.history()).isEmpty();
    assertThat(engine.steps()).containsExactly("1 attempt");
  }

  /** A process that stands still keeps its lock for ever, and wakes up without it. */
  @OnEachPostgres
  void aHolderThatIsStoppedIsTakenOverFromAndWritesNothingMore(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql",
                "CREATE TABLE a (i int);\nSELECT pg_sleep(1)",
                "V2__b.sql",
                "CREATE TABLE b (i int)");
    try (ChildJvm zombie = ChildRun.start(engine, SHORT)) {
      engine.awaitQuery("pg_sleep");
      zombie.stop();
      Trace trace = new Trace();

      done(engine.withLease(SHORT).run(trace), "1", "2");
      zombie.resume();
      zombie.await();

      assertThat(trace.notes()).singleElement().asString().contains("without a sign of life");
      assertThat(zombie.output()).last().asString().startsWith("result Postponed");
      assertThat(engine.history()).containsExactly("1", "2");
      assertThat(engine.steps()).containsExactly("1 applied", "2 applied");
    }
  }

  /** It has the lock and stands in no fence: only its silence gives it away. */
  @OnEachPostgres
  void aHolderThatIsStoppedBeforeItTakesOver(int major) throws Exception {
    EngineFixture engine =
        EngineFixture.on(major).withFiles("V1__a.sql", "SELECT 1").withLease(SHORT);
    try (Connection stopped = engine.database().connect()) {
      stopped.createStatement().execute(LOCK);
      Trace trace = new Trace();

      done(engine.run(trace), "1");

      assertThat(trace.notes()).singleElement().asString().contains("without a sign of life");
      assertThat(stopped.isValid(1)).isFalse();
    }
  }

  @OnEachPostgres
  void aHolderThatOnlyTakesLongIsLeftAlone(int major) {
    EngineFixture engine =
        quick(
            EngineFixture.on(major)
                .withLease(SHORT)
                .withFiles("V1__a.sql", "CREATE TABLE a (i int);\nSELECT pg_sleep(4)"));
    CompletableFuture<RunResult> slow = engine.start(new Trace());
    engine.awaitQuery("pg_sleep");
    Trace trace = new Trace();

    postponed(
        engine.with(new Limits(SHORT, SHORT, Duration.ofSeconds(3))).run(trace),
        Reason.WRITER_BUSY);

    assertThat(trace.notes()).isEmpty();
    done(slow.join(), "1");
  }

  /** The watch beside it finds no room: the server is there all the same. */
  @OnEachPostgres
  void aRunGoesOnWhenTheServerHasNoRoomForItsWatch(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withLease(Duration.ofSeconds(1))
            .withFiles("V1__a.sql", "CREATE TABLE a (i int);\nSELECT pg_sleep(2.5)");
    engine.admin().execute("ALTER DATABASE " + engine.database().name() + " CONNECTION LIMIT 1");

    // the slot of whoever has just said that is free a moment after it has hung up
    RunResult result =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(engine::run, r -> !(r instanceof RunResult.Postponed p) || !isUnreachable(p));

    done(result, "1");
  }

  private static boolean isUnreachable(RunResult.Postponed run) {
    return run.reason() == Reason.UNREACHABLE;
  }

  /** Its work is not lost with the client, so it may finish; then it is taken over. */
  @OnEachPostgres
  void aStatementOutsideATransactionMayFinishWithoutItsClient(int major) throws Exception {
    String table = "CREATE TABLE t (i int)";
    EngineFixture first = EngineFixture.on(major).withFiles("V1__t.sql", table);
    done(first.run(), "1");
    EngineFixture engine =
        first.withFiles("V1__t.sql", table, "V2__i.sql", "CREATE INDEX CONCURRENTLY t_i ON t (i)");
    try (Connection writer = engine.holding("importer", "INSERT INTO t VALUES (1)");
        ChildJvm zombie = ChildRun.start(engine, SHORT)) {
      int pid = engine.awaitQuery("CREATE INDEX");
      zombie.stop();
      engine.awaitValue("SELECT 1 FROM memdb.fence WHERE lease_until < clock_timestamp()");
      CompletableFuture<RunResult> next = engine.withLease(SHORT).start(new Trace());
      engine.awaitValue(
          "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'memdb/run/%' AND pid <> "
              + pid
              + " AND datname = current_database()");
      writer.rollback();

      done(next.join(), "2");
      assertThat(engine.steps()).containsExactly("1 applied", "2 attempt", "2 recorded");
    }
  }

  private static EngineFixture quick(EngineFixture engine) {
    return engine.with(new Limits(SHORT, Duration.ofMinutes(1), Duration.ofMillis(300)));
  }
}
