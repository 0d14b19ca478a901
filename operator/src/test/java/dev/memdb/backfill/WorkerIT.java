package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** One worker, from the first row to the last. */
class WorkerIT {
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";

  @OnEachPostgres
  void fillsEveryRow(int major) {
    Fixture fixture = Fixture.rows(major, 20_000);

    assertThat(fixture.run(Fixture.LENGTH)).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
    assertThat(fixture.value("SELECT DISTINCT c FROM app.t")).isEqualTo("96");
    assertThat(fixture.value("SELECT sum(rows_done) FROM memdb.backfill_segment"))
        .isEqualTo("20000");
  }

  @OnEachPostgres
  void mostUpdatesAreHot(int major) {
    Fixture fixture = Fixture.rows(major, 50_000);
    String size = "SELECT pg_relation_size('app.t_body_idx')";
    long before = Long.parseLong(fixture.value(size));

    fixture.run(Fixture.LENGTH);

    long growth = Long.parseLong(fixture.value(size)) - before;
    assertThat((double) growth / before).isLessThan(0.6); // one UPDATE: 1
  }

  @OnEachPostgres
  void touchesOnlyTheRowsThatAreMeant(int major) {
    Fixture fixture = Fixture.rows(major, 5_000);
    BackfillSpec some =
        new BackfillSpec(
            "app", "t", List.of(new BackfillSpec.Assignment("c", "1")), "id % 2 = 0", null);

    fixture.run(some);

    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE (c = 1) = (id % 2 = 0)"))
        .isEqualTo("2500");
    assertThat(fixture.value(UNFILLED)).isEqualTo("2500");
  }

  @OnEachPostgres
  void aRowThatFailsIsWrittenDownAndTheOthersGoOn(int major) {
    Fixture fixture = Fixture.rows(major, 5_000);
    fixture.execute("UPDATE app.t SET body = '' WHERE id IN (17, 18, 4711)");

    fixture.run(Fixture.fill("1000 / length(body)"));

    assertThat(fixture.value(UNFILLED)).isEqualTo("3");
    assertThat(
            fixture
                .database()
                .column(
                    "SELECT key ->> 'id' || ' ' || sqlstate FROM memdb.backfill_failure ORDER BY 1"))
        .containsExactly("17 22012", "18 22012", "4711 22012");
  }

  /** Nobody mends two million rows one by one. */
  @OnEachPostgres
  void whenMostRowsFailItStops(int major) {
    Fixture fixture = Fixture.rows(major, 20_000);
    fixture.execute("UPDATE app.t SET body = '' WHERE id <= 19000");

    assertThatThrownBy(() -> fixture.run(Fixture.fill("1000 / length(body)")))
        .rootCause()
        .hasMessageContaining("division by zero");

    assertThat(fixture.value("SELECT count(*) FROM memdb.backfill_failure")).isEqualTo("1000");
  }

  @OnEachPostgres
  void aThousandRowsThatFailAmongManyStopNothing(int major) {
    Fixture fixture = Fixture.rows(major, 20_000);
    fixture.execute("UPDATE app.t SET body = '' WHERE id % 10 = 0");

    assertThat(fixture.run(Fixture.fill("1000 / length(body)"))).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value("SELECT count(*) FROM memdb.backfill_failure")).isEqualTo("2000");
    assertThat(fixture.value(UNFILLED)).isEqualTo("2000");
  }

  /** The values can be read; what objects is the table. */
  @OnEachPostgres
  void aRowThatATriggerRefusesIsWrittenDownToo(int major) {
    Fixture fixture = Fixture.rows(major, 2_000);
    fixture.execute(
        "CREATE FUNCTION app.fight() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'row % is locked by law', OLD.id; END $$;"
            + " CREATE TRIGGER fight BEFORE UPDATE ON app.t FOR EACH ROW WHEN (OLD.id IN (5, 1999))"
            + " EXECUTE FUNCTION app.fight()");

    fixture.run(Fixture.LENGTH);

    assertThat(fixture.value(UNFILLED)).isEqualTo("2");
    assertThat(
            fixture
                .database()
                .column(
                    "SELECT key ->> 'id' || ' ' || message FROM memdb.backfill_failure ORDER BY 1"))
        .containsExactly("1999 row 1999 is locked by law", "5 row 5 is locked by law");
  }

  /** The application goes first: the batch yields, and comes back. */
  @OnEachPostgres
  void aRowThatTheApplicationHoldsIsFilledAfterwards(int major) throws Exception {
    Fixture fixture = Fixture.rows(major, 2_000);
    try (Connection application = fixture.connect();
        Statement s = application.createStatement()) {
      application.setAutoCommit(false);
      s.execute("UPDATE app.t SET body = 'mine' WHERE id = 100");
      CompletableFuture<Worker.Outcome> worker =
          CompletableFuture.supplyAsync(() -> fixture.run(Fixture.LENGTH));
      Awaitility.await()
          .until(
              () ->
                  fixture
                      .value(
                          "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'backfill'"
                              + " AND wait_event_type = 'Lock' AND datname = current_database()")
                      .equals("1"));

      application.commit();

      assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    }
    assertThat(fixture.value("SELECT c FROM app.t WHERE id = 100")).isEqualTo("4");
    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
  }

  @OnEachPostgres
  void aPartitionedTableIsFilledLeafByLeaf(int major) {
    Fixture fixture = Fixture.rows(major, 1);
    fixture.execute(
        "DROP TABLE app.t; CREATE TABLE app.t (id bigint, body text, c int) PARTITION BY RANGE (id);"
            + " CREATE TABLE app.t1 PARTITION OF app.t FOR VALUES FROM (0) TO (1000);"
            + " CREATE TABLE app.\"T 2\" PARTITION OF app.t FOR VALUES FROM (1000) TO (5000);"
            + " INSERT INTO app.t SELECT i, 'x' FROM generate_series(1, 4000) i");

    fixture.run(Fixture.LENGTH);

    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
  }

  @OnEachPostgres
  void anEmptyTableIsDoneAtOnce(int major) {
    Fixture fixture = Fixture.rows(major, 0);

    assertThat(fixture.run(Fixture.LENGTH)).isEqualTo(Worker.Outcome.FILLED);
    assertThat(fixture.value("SELECT count(*) FROM memdb.backfill_segment WHERE status <> 'done'"))
        .isEqualTo("0");
  }

  @OnEachPostgres
  void aPausedRunHaltsAndGoesOn(int major) {
    Fixture fixture = Fixture.rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    fixture.execute("UPDATE memdb.backfill_run SET desired_state = 'paused'");

    assertThat(fixture.work(run)).isEqualTo(Worker.Outcome.HALTED);
    assertThat(fixture.value(UNFILLED)).isEqualTo("5000");

    fixture.execute("UPDATE memdb.backfill_run SET desired_state = 'running'");
    fixture.work(run);
    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
  }
}
