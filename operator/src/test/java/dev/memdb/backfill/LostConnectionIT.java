package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TcpProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A worker loses its connection and comes back: it goes on at once, whatever became of its last
 * statement, and no row is filled twice. Every lease here lasts an hour: who waits for one, waits
 * for ever.
 */
class LostConnectionIT {
  private static final int ROWS = 2_000;

  /** In a batch alone, so that a trap springs at the first. */
  private static final String BATCH = "SET window_start = ";

  /** Counts how often a row was filled: more than once is seen. */
  private static final BackfillSpec COUNTED =
      new BackfillSpec(
          "app",
          "t",
          List.of(
              new BackfillSpec.Assignment("c", "1"),
              new BackfillSpec.Assignment("times", "times + 1")),
          null,
          "c IS NOT NULL");

  private static final String LONG_LEASES =
      """
      CREATE FUNCTION app.long_lease() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.lease_until := NEW.lease_until + interval '1 h';
        RETURN NEW;
      END $$;
      CREATE TRIGGER long_lease BEFORE UPDATE ON memdb.backfill_segment
        FOR EACH ROW EXECUTE FUNCTION app.long_lease();
      CREATE TRIGGER long_lease BEFORE UPDATE ON memdb.backfill_run
        FOR EACH ROW EXECUTE FUNCTION app.long_lease();
      """;

  /** The backend that fills row 700 first ends in the middle of that. */
  private static final String TERMINATES_ITSELF =
      """
      CREATE SEQUENCE app.once;
      CREATE FUNCTION app.terminate() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('app.once') = 1 THEN
          PERFORM pg_terminate_backend(pg_backend_pid());
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER terminate BEFORE UPDATE ON app.t FOR EACH ROW WHEN (OLD.id = 700)
        EXECUTE FUNCTION app.terminate();
      """;

  /** Whoever fills row 7 waits in the middle of that until somebody opens the gate. */
  private static final String GATE =
      """
      CREATE TABLE app.gate AS SELECT 1 AS closed;
      CREATE FUNCTION app.wait() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        WHILE EXISTS (SELECT FROM app.gate) LOOP
          PERFORM pg_sleep(0.01);
        END LOOP;
        RETURN NEW;
      END $$;
      CREATE TRIGGER wait BEFORE UPDATE ON app.t FOR EACH ROW WHEN (OLD.id = 7)
        EXECUTE FUNCTION app.wait();
      """;

  private static final String BACKENDS =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'backfill' AND datname = current_database()";

  private static final Worker.Listener NOBODY = new Worker.Listener() {};

  private final LostHolds lost = new LostHolds();

  private static Fixture rows(int major, String triggers) {
    Fixture fixture = Fixture.rows(major, ROWS);
    fixture.execute("ALTER TABLE app.t ADD COLUMN times int NOT NULL DEFAULT 0");
    fixture.execute(triggers);
    return fixture;
  }

  private static long prepare(Fixture fixture) {
    long run = fixture.prepare(COUNTED);
    fixture.execute(LONG_LEASES);
    return run;
  }

  /** A session of the one worker. */
  private Worker.Outcome session(Connection c, long run) throws SQLException, InterruptedException {
    return new Worker(c, run, time -> {}, NOBODY, lost).work();
  }

  private Worker.Outcome session(Fixture fixture, long run)
      throws SQLException, InterruptedException {
    try (Connection c = fixture.connect()) {
      return session(c, run);
    }
  }

  private void lostSession(Fixture fixture, long run) throws SQLException {
    try (Connection c = fixture.connect()) {
      assertThatThrownBy(() -> session(c, run)).isInstanceOf(SQLException.class);
    }
    assertThat(lost.isEmpty()).isFalse();
  }

  /**
   * Through a proxy that cuts the connection once the first batch has been sent.
   *
   * @param until a query whose answer is true when the server is as far as it should be
   */
  private void lostWithItsFirstBatchSent(Fixture fixture, long run, String until)
      throws SQLException {
    try (TcpProxy proxy = TcpProxy.to(fixture.database())) {
      proxy.cutAt(BATCH, true);
      lostSession(fixture.through(proxy), run);
      Awaitility.await().until(() -> fixture.value(until).equals("t"));
    }
  }

  private static String holder(Fixture fixture) {
    return fixture.value("SELECT holder FROM memdb.backfill_segment WHERE status = 'running'");
  }

  private static void assertEachFilledOnce(Fixture fixture) {
    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c = 1 AND times = 1"))
        .isEqualTo(String.valueOf(ROWS));
  }

  @OnEachPostgres
  void aBackendThatIsTerminatedBeforeItsCommitCostsNoLease(int major) throws Exception {
    Fixture fixture = rows(major, TERMINATES_ITSELF);
    long run = prepare(fixture);
    lostSession(fixture, run);
    assertThat(holder(fixture)).isNotNull();
    assertThat(fixture.value("SELECT times FROM app.t WHERE id = 700")).isEqualTo("0");
    assertThat(fixture.work(run)).as("another").isEqualTo(Worker.Outcome.OTHERS_WORK);

    assertThat(session(fixture, run)).isEqualTo(Worker.Outcome.FILLED);

    assertEachFilledOnce(fixture);
    assertThat(lost.isEmpty()).isTrue();
  }

  @OnEachPostgres
  void aBatchWhoseAnswerIsLostAfterItsCommitIsNotDoneAgain(int major) throws Exception {
    Fixture fixture = rows(major, "");
    long run = prepare(fixture);
    lostWithItsFirstBatchSent(
        fixture, run, "SELECT rows_done > 0 FROM memdb.backfill_segment WHERE seg = 0");
    String filled = fixture.value("SELECT count(*) FROM app.t WHERE times = 1");
    assertThat(fixture.value("SELECT rows_done FROM memdb.backfill_segment")).isEqualTo(filled);

    assertThat(session(fixture, run)).isEqualTo(Worker.Outcome.FILLED);

    assertEachFilledOnce(fixture);
    assertThat(fixture.value("SELECT rows_done FROM memdb.backfill_segment"))
        .isEqualTo(String.valueOf(ROWS));
  }

  /** The server has not noticed yet that nobody listens. */
  @OnEachPostgres
  void aStatementThatStillRunsKeepsItsSegmentUntilItEnds(int major) throws Exception {
    Fixture fixture = rows(major, GATE);
    long run = prepare(fixture);
    lostWithItsFirstBatchSent(
        fixture,
        run,
        "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()");
    String before = holder(fixture);

    assertThat(session(fixture, run)).isEqualTo(Worker.Outcome.OTHERS_WORK);
    assertThat(holder(fixture)).as("locked").isEqualTo(before);
    assertThat(lost.isEmpty()).isFalse();
    assertThat(fixture.value("SELECT sum(times) FROM app.t")).isEqualTo("0");

    fixture.execute("DELETE FROM app.gate");
    Awaitility.await().until(() -> fixture.value(BACKENDS).equals("0"));
    assertThat(fixture.value("SELECT sum(times) > 0 FROM app.t")).as("its rows").isEqualTo("t");
    assertThat(session(fixture, run)).isEqualTo(Worker.Outcome.FILLED);

    assertEachFilledOnce(fixture);
    assertThat(lost.isEmpty()).isTrue();
  }

  /** It comes to the server after the next session: at the very position where that one stands. */
  @OnEachPostgres
  void aStatementThatIsLateFindsAnotherHolderAndWritesNothing(int major) throws Exception {
    Fixture fixture = rows(major, "");
    long id = prepare(fixture);
    UUID old = UUID.randomUUID();
    fixture.execute(
        "UPDATE memdb.backfill_segment SET status = 'running', holder = '%s', lease_until = now()"
            .formatted(old));
    lost.add(old);
    try (Connection late = fixture.connect();
        Connection c = fixture.connect()) {
      BackfillRun run = BackfillRun.load(late, id);
      long relid = Long.parseLong(fixture.value("SELECT 'app.t'::regclass::oid"));
      RowSql sql = new RowSql(late, run, relid, "app.t");
      Segment segment = new Segment(0, relid, "app.t", 1000, 0);
      try (Batch batch = new Batch(late, run, segment, old, sql)) {
        lost.giveBack(c, id);
        Batch.Cursor start = new Batch.Cursor(0, 0, 0, 0);
        Batch.Cursor next = new Batch.Cursor(0, 8, 0, 2);
        assertThat(batch.run(start, 2, Layout.PLAIN, List.of(), next, false)).isEmpty();
        fixture.execute(
            "UPDATE memdb.backfill_segment SET status = 'running', holder = gen_random_uuid()");
        assertThat(batch.run(start, 2, Layout.PLAIN, List.of(), next, false)).isEmpty();
      }
    }
    assertThat(fixture.value("SELECT sum(times) FROM app.t")).isEqualTo("0");
  }

  /** What another has taken over after the lease is not taken away from it. */
  @OnEachPostgres
  void whatAnotherHasTakenOverIsNotTakenBack(int major) throws Exception {
    Fixture fixture = rows(major, TERMINATES_ITSELF);
    long run = prepare(fixture);
    lostSession(fixture, run);
    String other = UUID.randomUUID().toString();
    fixture.execute(
        "UPDATE memdb.backfill_segment SET lease_until = now(), holder = '%s'".formatted(other));

    assertThat(session(fixture, run)).isEqualTo(Worker.Outcome.OTHERS_WORK);

    assertThat(holder(fixture)).isEqualTo(other);
    assertThat(lost.isEmpty()).isTrue();
  }

  @OnEachPostgres
  void theSearchForLeftRowsGoesOnAtOnceToo(int major) throws Exception {
    Fixture fixture = rows(major, TERMINATES_ITSELF);
    long run = prepare(fixture);
    fixture.execute("UPDATE memdb.backfill_segment SET status = 'done'");
    lostSession(fixture, run);
    assertThat(fixture.work(run)).as("another").isEqualTo(Worker.Outcome.OTHERS_WORK);

    assertThat(session(fixture, run)).isEqualTo(Worker.Outcome.FILLED);

    assertEachFilledOnce(fixture);
    assertThat(lost.isEmpty()).isTrue();
  }
}
