package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** How backfills stand, as others see it. */
class StatesIT {
  private static BackfillState state(Fixture fixture) throws SQLException {
    try (Connection c = fixture.connect()) {
      return Backfills.state(c, "6").orElseThrow();
    }
  }

  @OnEachPostgres
  void thereAreNoneBeforeTheFirst(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 1);
    try (Connection c = fixture.connect()) {
      assertThat(Backfills.states(c)).isEmpty();
      assertThat(Backfills.state(c, "6")).isEmpty();
    }
  }

  @OnEachPostgres
  void figuresGrowUntilEverythingIsFilled(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 5_000);
    fixture.execute("UPDATE app.t SET body = '' WHERE id = 17");
    long run = fixture.prepare(Fixture.fill("1000 / length(body)"));
    BackfillState before = state(fixture);
    assertThat(before.phase()).isEqualTo(BackfillState.Phase.FILLING);
    assertThat(before.desired()).isEqualTo(BackfillState.Desired.RUNNING);
    assertThat(before.digest()).isEqualTo("digest");
    assertThat(before.attempt()).isEqualTo(1);
    assertThat(before.percent()).isZero();
    assertThat(before.blocks()).isGreaterThan(50);
    assertThat(before.seenAt()).isEmpty();
    fixture.execute(
        "UPDATE memdb.backfill_segment SET status = 'running', lease_until = now() + interval '1 min'");
    assertThat(state(fixture).workers()).isEqualTo(1);
    fixture.execute("UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s'");
    assertThat(state(fixture).workers()).as("its lease is over").isZero();

    fixture.work(run);

    BackfillState after = state(fixture);
    assertThat(after.run()).isEqualTo(run);
    assertThat(after.phase()).isEqualTo(BackfillState.Phase.FILLED);
    assertThat(after.blocksDone()).isEqualTo(after.blocks());
    assertThat(after.rows()).isEqualTo(4_999);
    assertThat(after.hotRows()).isBetween(2_500L, 4_999L);
    assertThat(after.failures()).isEqualTo(1);
    assertThat(after.workers()).isZero();
    assertThat(after.seenAt()).hasValueSatisfying(at -> assertThat(at).isAfter(after.startedAt()));
    assertThat(after.filledAt()).isPresent();
  }

  @OnEachPostgres
  void newLimitsAreWrittenOnce(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 1);
    fixture.prepare(Fixture.LENGTH);
    BackfillLimits gentle = new BackfillLimits(Duration.ofMillis(10), 0.3, 1 << 20);
    try (Connection c = fixture.connect()) {
      assertThat(Backfills.limit(c, "6", gentle)).isTrue();
      assertThat(Backfills.limit(c, "6", gentle)).as("it has them").isFalse();
      assertThat(Backfills.limit(c, "7", gentle)).as("no such run").isFalse();
    }
    assertThat(state(fixture).limits()).isEqualTo(gentle);
  }

  @OnEachPostgres
  void openedAgainIsAnotherAttempt(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 1);
    fixture.run(Fixture.LENGTH);
    try (Connection c = fixture.connect()) {
      Backfills.reopen(c, "6");
    }
    assertThat(state(fixture).attempt()).isEqualTo(2);
    assertThat(state(fixture).phase()).isEqualTo(BackfillState.Phase.FILLING);
    assertThat(state(fixture).filledAt()).isEmpty();
  }

  @OnEachPostgres
  void aRunThatIsNotThereHasNoWorkers(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 1);
    fixture.prepare(Fixture.LENGTH);
    try (Connection c = fixture.connect()) {
      assertThatThrownBy(() -> new Worker(c, 4711, time -> {}, new Worker.Listener() {}))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("02000"));
    }
  }
}
