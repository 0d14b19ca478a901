package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** Two workers, dead ones, frozen ones, and a table or a server that changes under them. */
class FencingIT {
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";

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

  private static Fixture counted(int major, int rows) {
    Fixture fixture = Fixture.rows(major, rows);
    fixture.execute("ALTER TABLE app.t ADD COLUMN times int NOT NULL DEFAULT 0");
    return fixture;
  }

  private static void assertEachFilledOnce(Fixture fixture, int rows) {
    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c = 1 AND times = 1"))
        .isEqualTo(String.valueOf(rows));
  }

  @OnEachPostgres
  void aZombieWritesNothing(int major) throws SQLException {
    Fixture fixture = counted(major, 2_000);
    long id = fixture.prepare(COUNTED);
    UUID zombie = UUID.randomUUID();
    fixture.execute(
        "UPDATE memdb.backfill_segment SET status = 'running', holder = '" + zombie + "'");
    try (Connection c = fixture.connect()) {
      BackfillRun run = BackfillRun.load(c, id);
      long relid = Long.parseLong(fixture.value("SELECT 'app.t'::regclass::oid"));
      Segment segment = new Segment(0, relid, "app.t", 1000, 0);
      RowSql sql = new RowSql(c, run, relid, "app.t");
      try (Batch batch = new Batch(c, run, segment, zombie, sql)) {
        Batch.Cursor start = new Batch.Cursor(0, 0, 0, 0);
        Batch.Cursor next = new Batch.Cursor(0, 8, 0, 2);
        assertThat(batch.run(start, 2, Layout.PLAIN, List.of(), next, false)).isPresent();
        fixture.execute("UPDATE memdb.backfill_segment SET holder = gen_random_uuid()");

        Optional<Batch.Result> late =
            batch.run(next, 4, Layout.PLAIN, List.of(), new Batch.Cursor(0, 8, 0, 4), false);

        assertThat(late).isEmpty();
      }
    }
    assertThat(fixture.value("SELECT next_block FROM memdb.backfill_segment")).isEqualTo("2");
    fixture.execute("UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s'");
    fixture.work(id);
    assertEachFilledOnce(fixture, 2_000);
  }

  @OnEachPostgres
  void aRepeatedBatchWritesNothing(int major) throws SQLException {
    Fixture fixture = counted(major, 2_000);
    long id = fixture.prepare(COUNTED);
    UUID holder = UUID.randomUUID();
    fixture.execute(
        "UPDATE memdb.backfill_segment SET status = 'running', holder = '" + holder + "'");
    try (Connection c = fixture.connect()) {
      BackfillRun run = BackfillRun.load(c, id);
      long relid = Long.parseLong(fixture.value("SELECT 'app.t'::regclass::oid"));
      RowSql sql = new RowSql(c, run, relid, "app.t");
      try (Batch batch = new Batch(c, run, new Segment(0, relid, "app.t", 1000, 0), holder, sql)) {
        Batch.Cursor start = new Batch.Cursor(0, 0, 0, 0);
        Batch.Cursor next = new Batch.Cursor(0, 8, 0, 2);
        assertThat(batch.run(start, 2, Layout.PLAIN, List.of(), next, false)).isPresent();

        assertThat(batch.run(start, 2, Layout.PLAIN, List.of(), next, false)).isEmpty();
      }
    }
  }

  /** The standby had not yet got the last batch; its worker lives, and does not know. */
  @OnEachPostgres
  void repeatedTokenAfterFailover(int major) throws SQLException {
    try (PostgresServer primary = PostgresServer.start(major, Map.of("fsync", "off"))) {
      Fixture before = Fixture.rows(primary, 2_000);
      before.execute("ALTER TABLE app.t ADD COLUMN times int NOT NULL DEFAULT 0");
      long run = before.prepare(COUNTED);
      UUID holder = UUID.randomUUID();
      before.execute(
          "UPDATE memdb.backfill_segment SET status = 'running', holder = '" + holder + "'");
      assertThat(batch(before, run, holder, 0, 2)).isPresent();
      primary.stop();
      try (PostgresServer standby = primary.standby()) {
        primary.start();
        assertThat(batch(before, run, holder, 2, 4)).as("lost with the primary").isPresent();
        primary.stopImmediately();
        standby.admin().value("SELECT pg_promote()");
        Fixture after = before.at(standby);

        assertThat(batch(after, run, holder, 4, 6)).as("rows 2 to 4 would be left out").isEmpty();

        after.execute("UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s'");
        assertThat(after.work(run)).isEqualTo(Worker.Outcome.FILLED);
        assertThat(after.value("SELECT count(*) FROM app.t WHERE c = 1 AND times = 1"))
            .isEqualTo("2000");
      }
    }
  }

  private static Optional<Batch.Result> batch(
      Fixture fixture, long id, UUID holder, long from, long to) throws SQLException {
    try (Connection c = fixture.connect()) {
      BackfillRun run = BackfillRun.load(c, id);
      long relid = Long.parseLong(fixture.value("SELECT 'app.t'::regclass::oid"));
      RowSql sql = new RowSql(c, run, relid, "app.t");
      try (Batch batch = new Batch(c, run, new Segment(0, relid, "app.t", 1000, 0), holder, sql)) {
        return batch.run(
            new Batch.Cursor(0, from == 0 ? 0 : 8, 0, from),
            to,
            Layout.PLAIN,
            List.of(),
            new Batch.Cursor(0, 8, 0, to),
            false);
      }
    }
  }

  @OnEachPostgres
  void aKilledWorkersSegmentIsTakenOver(int major) {
    Fixture fixture = counted(major, 50_000);
    long id = fixture.prepare(COUNTED);
    fixture.execute("UPDATE memdb.backfill_run SET target_ms = 1, duty_max = 0.5");
    CompletableFuture<Worker.Outcome> first = CompletableFuture.supplyAsync(() -> fixture.work(id));
    Awaitility.await()
        .until(
            () -> !fixture.value("SELECT sum(rows_done) FROM memdb.backfill_segment").equals("0"));

    fixture
        .database()
        .column(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backfill'"
                + " AND datname = current_database()");

    assertThatThrownBy(first::join).hasRootCauseInstanceOf(SQLException.class);
    assertThat(fixture.value(UNFILLED)).isNotEqualTo("0");
    assertThat(fixture.work(id)).as("its lease is not over").isEqualTo(Worker.Outcome.OTHERS_WORK);
    fixture.execute("UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s'");
    assertThat(fixture.work(id)).isEqualTo(Worker.Outcome.FILLED);
    assertEachFilledOnce(fixture, 50_000);
  }

  @OnEachPostgres
  void twoWorkersShareTheSegments(int major) {
    Fixture fixture = counted(major, 50_000);
    long id = fixture.prepare(COUNTED);
    fixture.execute(
        "INSERT INTO memdb.backfill_segment SELECT run, 1, relid, relfilenode, hi / 2, hi, hi / 2, hi / 2, 0, hi / 2"
            + " FROM memdb.backfill_segment; UPDATE memdb.backfill_segment SET hi = hi / 2 WHERE seg = 0");

    CompletableFuture<Worker.Outcome> other = CompletableFuture.supplyAsync(() -> fixture.work(id));
    Worker.Outcome mine = fixture.work(id);

    assertThat(List.of(mine, other.join())).contains(Worker.Outcome.FILLED);
    assertEachFilledOnce(fixture, 50_000);
  }

  @OnEachPostgres
  void aTableThatIsRewrittenMeanwhileIsGoneThroughAgain(int major) {
    Fixture fixture = counted(major, 50_000);
    long id = fixture.prepare(COUNTED);
    fixture.execute("UPDATE memdb.backfill_run SET target_ms = 1, duty_max = 0.5");
    CompletableFuture<Worker.Outcome> worker =
        CompletableFuture.supplyAsync(() -> fixture.work(id));
    Awaitility.await()
        .until(
            () -> !fixture.value("SELECT sum(rows_done) FROM memdb.backfill_segment").equals("0"));

    fixture.execute("VACUUM FULL app.t");

    assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    assertEachFilledOnce(fixture, 50_000);
  }
}
