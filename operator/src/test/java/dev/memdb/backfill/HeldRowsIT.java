package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** The application holds rows, or the whole table, for longer than anybody wants to wait. */
class HeldRowsIT {
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";

  private static Connection application(Fixture fixture, String... statements) throws SQLException {
    Connection c = fixture.connect();
    c.setAutoCommit(false);
    try (Statement s = c.createStatement()) {
      s.execute("SET application_name = 'shop'");
      for (String statement : statements) {
        s.execute(statement);
      }
    }
    return c;
  }

  private static void awaitLimitedBy(Fixture fixture, String pattern) throws SQLException {
    try (Connection c = fixture.connect()) {
      Awaitility.await()
          .until(
              () -> {
                Optional<String> by = Backfills.state(c, "6").orElseThrow().limitedBy();
                return by.isPresent() && by.get().matches(pattern);
              });
    }
  }

  @OnEachPostgres
  void aRowThatIsHeldForLongDoesNotKeepTheOthers(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    CompletableFuture<Worker.Outcome> worker;
    try (Connection shop =
        application(fixture, "UPDATE app.t SET body = 'mine' WHERE id IN (100, 4000)")) {
      worker = CompletableFuture.supplyAsync(() -> fixture.work(run));

      awaitLimitedBy(
          fixture,
          "2 row\\(s\\) of app.t are held by pid \\d+ \\(shop, transaction open since [-0-9: +]+\\)");

      assertThat(fixture.value(UNFILLED)).as("all but those").isEqualTo("2");
      shop.commit();
    }
    assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    assertThat(fixture.value("SELECT string_agg(c::text, ' ') FROM app.t WHERE id IN (100, 4000)"))
        .isEqualTo("4 4");
    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
    try (Connection c = fixture.connect()) {
      BackfillState state = Backfills.state(c, "6").orElseThrow();
      assertThat(state.limitedBy()).isEmpty();
      assertThat(state.rows()).as("with those that were swept").isEqualTo(5_000);
    }
  }

  /** Nobody can tell who shares a row with whom. */
  @OnEachPostgres
  void rowsThatSeveralSessionsShareAreLeftForLaterToo(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 500);
    long run = fixture.prepare(Fixture.LENGTH);
    String share = "SELECT FROM app.t WHERE id = 7 FOR SHARE";
    CompletableFuture<Worker.Outcome> worker;
    try (Connection one = application(fixture, share);
        Connection two = application(fixture, share)) {
      worker = CompletableFuture.supplyAsync(() -> fixture.work(run));

      awaitLimitedBy(fixture, "1 row\\(s\\) of app.t are held by another session");

      assertThat(fixture.value(UNFILLED)).isEqualTo("1");
      one.commit();
      two.commit();
    }
    assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
  }

  @OnEachPostgres
  void aTableThatIsLockedIsWaitedFor(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 500);
    long run = fixture.prepare(Fixture.LENGTH);
    CompletableFuture<Worker.Outcome> worker;
    try (Connection shop = application(fixture, "LOCK TABLE app.t IN SHARE MODE")) {
      worker = CompletableFuture.supplyAsync(() -> fixture.work(run));

      awaitLimitedBy(fixture, "app.t is locked by pid \\d+ \\(shop, .*");

      assertThat(fixture.value(UNFILLED)).isEqualTo("500");
      shop.commit();
    }
    assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
  }
}
