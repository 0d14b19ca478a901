package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** What is wanted stands in the row of the run: a change of it acts within one batch. */
class LimitsIT {
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";
  private static final Worker.Listener NOBODY = new Worker.Listener() {};

  /** Does something in the pause after one batch, and remembers how long all of them were to be. */
  private static final class Pauses implements Worker.Sleeper {
    private final int number;
    private final Runnable action;
    private final List<Duration> asked = new ArrayList<>();
    private final List<Duration> batches = new ArrayList<>();
    private long ended = System.nanoTime();

    Pauses(int number, Runnable action) {
      this.number = number;
      this.action = action;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      batches.add(Duration.ofNanos(System.nanoTime() - ended));
      asked.add(time);
      if (asked.size() == number) {
        action.run();
      } else if (asked.size() > number) {
        throw new InterruptedException("enough was seen");
      }
      ended = System.nanoTime();
    }
  }

  @OnEachPostgres
  void aPauseActsBeforeTheNextBatch(int major) throws Exception {
    Fixture fixture = Fixture.rows(major, 20_000);
    long run = fixture.prepare(Fixture.LENGTH);
    List<String> open = new ArrayList<>();
    Pauses third =
        new Pauses(
            3,
            () -> {
              fixture.execute("UPDATE memdb.backfill_run SET desired_state = 'paused'");
              open.add(fixture.value(UNFILLED));
            });
    try (Connection c = fixture.connect()) {
      assertThat(new Worker(c, run, third, NOBODY).work()).isEqualTo(Worker.Outcome.HALTED);
    }

    assertThat(fixture.value(UNFILLED)).isEqualTo(open.get(0)).isNotEqualTo("0");
    assertThat(fixture.value("SELECT batches FROM memdb.backfill_segment")).isEqualTo("3");
    fixture.execute("UPDATE memdb.backfill_run SET desired_state = 'running'");
    assertThat(fixture.work(run)).as("free at once").isEqualTo(Worker.Outcome.FILLED);
  }

  @OnEachPostgres
  void aSmallerShareOfTheTimeActsWithTheNextBatch(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 20_000);
    long run = fixture.prepare(Fixture.LENGTH);
    Pauses third = new Pauses(3, () -> limit(fixture, new BackfillLimits(ms(50), 0.01, 1 << 20)));
    try (Connection c = fixture.connect()) {
      assertThatThrownBy(new Worker(c, run, third, NOBODY)::work)
          .isInstanceOf(InterruptedException.class);
    }

    assertThat(third.asked.subList(0, 3)).containsOnly(Duration.ZERO);
    assertThat(third.asked.get(3))
        .as("99 times as long as the batch")
        .isBetween(third.batches.get(3).multipliedBy(20), third.batches.get(3).multipliedBy(100));
  }

  @OnEachPostgres
  void aHigherLimitOfTheLagEndsTheWait(int major) throws Exception {
    Fixture fixture = Fixture.rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    limit(fixture, new BackfillLimits(ms(50), 1, 1));
    String slot = "slot_of_" + fixture.database().name();
    var admin = PostgresServer.shared(major).adminOf(fixture.database().name());
    admin.value("SELECT pg_create_physical_replication_slot('" + slot + "', true)");
    try {
      CompletableFuture<Worker.Outcome> worker =
          CompletableFuture.supplyAsync(() -> fixture.work(run));
      String waits = "SELECT limited_by ~ 'a replication slot' FROM memdb.backfill_segment";
      Awaitility.await().until(() -> "t".equals(fixture.value(waits)));
      assertThat(fixture.value(UNFILLED)).isNotEqualTo("0");

      limit(fixture, new BackfillLimits(ms(50), 1, Long.MAX_VALUE));

      assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    } finally {
      admin.value("SELECT pg_drop_replication_slot('" + slot + "')");
    }
  }

  private static Duration ms(long milliseconds) {
    return Duration.ofMillis(milliseconds);
  }

  /** As the operator tells it when {@code spec.backfill} was changed. */
  private static void limit(Fixture fixture, BackfillLimits limits) {
    try (Connection c = fixture.connect()) {
      assertThat(Backfills.limit(c, "6", limits)).isTrue();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
