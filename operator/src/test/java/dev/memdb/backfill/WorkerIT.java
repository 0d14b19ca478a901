package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import java.util.List;

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

    assertThat(fixture.work(run, Fixture.LENGTH)).isEqualTo(Worker.Outcome.HALTED);
    assertThat(fixture.value(UNFILLED)).isEqualTo("5000");

    fixture.execute(
        "UPDATE memdb.backfill_run SET desired_state = 'running';"
            + " UPDATE memdb.backfill_segment SET lease_until = now()");
    fixture.work(run, Fixture.LENGTH);
    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
  }
}
