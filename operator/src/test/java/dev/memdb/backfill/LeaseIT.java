package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A worker's hold on its segment: kept while it waits, given back when it stops. */
class LeaseIT {
  private static final String FREE =
      "SELECT bool_and(status = 'pending' AND holder IS NULL AND lease_until IS NULL)"
          + " FROM memdb.backfill_segment WHERE status <> 'done'";

  private static final Worker.Listener NOBODY = new Worker.Listener() {};

  @OnEachPostgres
  void aStoppedWorkersSegmentIsFreeAtOnce(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    Worker.Sleeper stop =
        time -> {
          throw new InterruptedException("stopped");
        };
    try (Connection c = fixture.connect()) {
      assertThatThrownBy(new Worker(c, run, stop, NOBODY)::work)
          .isInstanceOf(InterruptedException.class);
    }

    assertThat(fixture.value("SELECT sum(rows_done) > 0 FROM memdb.backfill_segment"))
        .isEqualTo("t");
    assertThat(fixture.value(FREE)).isEqualTo("t");
    assertThat(fixture.work(run)).isEqualTo(Worker.Outcome.FILLED);
  }

  @OnEachPostgres
  void soIsThatOfAWorkerThatFailed(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 100);
    long run = fixture.prepare(Fixture.fill("nothing + 1"));
    try (Connection c = fixture.connect()) {
      assertThatThrownBy(new Worker(c, run, time -> {}, NOBODY)::work)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("column \"nothing\" does not exist");
    }

    assertThat(fixture.value(FREE)).isEqualTo("t");
  }

  /** Somebody falls behind: here a replication slot that nobody reads. */
  @OnEachPostgres
  void itIsKeptWhileTheWorkerWaitsAndSaysWhatFor(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    fixture.execute("UPDATE memdb.backfill_run SET max_lag_bytes = 1");
    List<String> told = new CopyOnWriteArrayList<>();
    Worker.Listener listener =
        new Worker.Listener() {
          @Override
          public void limited(String by) {
            told.add(by);
          }
        };
    String slot = "slot_of_" + fixture.database().name();
    var admin = PostgresServer.shared(major).adminOf(fixture.database().name());
    admin.value("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
    try (Connection c = fixture.connect()) {
      Worker worker = new Worker(c, run, time -> {}, listener);
      CompletableFuture<Worker.Outcome> end =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return worker.work();
                } catch (SQLException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      String limited = "SELECT count(*) FROM memdb.backfill_segment WHERE limited_by IS NOT NULL";
      Awaitility.await().until(() -> fixture.value(limited).equals("1"));
      try (Connection other = fixture.connect()) {
        assertThat(Backfills.state(other, "6").orElseThrow().limitedBy())
            .hasValueSatisfying(by -> assertThat(by).startsWith("a replication slot holds "));
      }
      fixture.execute("UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s'");
      Awaitility.await()
          .until(
              () ->
                  fixture
                      .value("SELECT lease_until > now() FROM memdb.backfill_segment")
                      .equals("t"));

      admin.value("SELECT pg_drop_replication_slot('" + slot + "')");

      assertThat(end.join()).isEqualTo(Worker.Outcome.FILLED);
    } finally {
      admin.column(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '"
              + slot
              + "'");
    }
    assertThat(told).isNotEmpty();
    assertThat(
            fixture.value(
                "SELECT count(*) FROM memdb.backfill_segment WHERE limited_by IS NOT NULL"))
        .as("what it no longer waits for")
        .isEqualTo("0");
  }
}
