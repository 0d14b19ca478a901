package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.SQLException;

/** What the passes have not met: here everything, because the segments say that they are done. */
class SweepIT {
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";

  private static Fixture missed(int major, int rows, String expression) {
    Fixture fixture = Fixture.rows(major, rows);
    fixture.prepare(Fixture.fill(expression));
    fixture.execute("UPDATE memdb.backfill_segment SET status = 'done'");
    return fixture;
  }

  private static long run(Fixture fixture) {
    return Long.parseLong(fixture.value("SELECT id FROM memdb.backfill_run"));
  }

  @OnEachPostgres
  void itIsFilled(int major) throws SQLException {
    Fixture fixture = missed(major, 3_000, "length(body)");

    assertThat(fixture.work(run(fixture))).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
    try (Connection c = fixture.connect()) {
      assertThat(Backfills.state(c, "6").orElseThrow().rows()).isEqualTo(3_000);
    }
  }

  /** A name of ours must not stand in the way of a column's. */
  @OnEachPostgres
  void columnsMayHaveAnyName(int major) {
    Fixture fixture = missed(major, 10, "place + t + open + n");
    fixture.execute(
        "ALTER TABLE app.t ADD place int DEFAULT 1, ADD t int DEFAULT 2, ADD open int DEFAULT 3, ADD n int DEFAULT 4");

    assertThat(fixture.work(run(fixture))).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value("SELECT DISTINCT c FROM app.t")).isEqualTo("10");
  }

  @OnEachPostgres
  void rowsThatFailAreWrittenDownThereToo(int major) {
    Fixture fixture = missed(major, 1_000, "1000 / (id - 17)::int");

    assertThat(fixture.work(run(fixture))).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value(UNFILLED)).isEqualTo("1");
    assertThat(fixture.value("SELECT key ->> 'id' FROM memdb.backfill_failure")).isEqualTo("17");
  }

  @OnEachPostgres
  void oneWorkerSweepsAtATime(int major) {
    Fixture fixture = missed(major, 100, "length(body)");
    fixture.execute(
        "UPDATE memdb.backfill_run SET sweeper = gen_random_uuid(), lease_until = now() + interval '1 min'");

    assertThat(fixture.work(run(fixture))).isEqualTo(Worker.Outcome.OTHERS_WORK);
    assertThat(fixture.value(UNFILLED)).isEqualTo("100");

    fixture.execute("UPDATE memdb.backfill_run SET lease_until = now() - interval '1 s'");
    assertThat(fixture.work(run(fixture))).isEqualTo(Worker.Outcome.FILLED);
    assertThat(fixture.work(run(fixture))).as("again").isEqualTo(Worker.Outcome.FILLED);
  }

  @OnEachPostgres
  void aPauseHaltsItAndFreesItsPlace(int major) throws Exception {
    Fixture fixture = missed(major, 1_000, "length(body)");
    Worker.Sleeper pause =
        time -> fixture.execute("UPDATE memdb.backfill_run SET desired_state = 'paused'");
    try (Connection c = fixture.connect()) {
      Worker worker = new Worker(c, run(fixture), pause, new Worker.Listener() {});
      assertThat(worker.work()).isEqualTo(Worker.Outcome.HALTED);
    }
    assertThat(fixture.value(UNFILLED)).as("one batch").isEqualTo("800");
    assertThat(
            fixture.value("SELECT sweeper IS NULL AND lease_until IS NULL FROM memdb.backfill_run"))
        .isEqualTo("t");
  }
}
