package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A table that is not stored as heap: heap by another name, for PostgreSQL has no other method. */
class KeyWorkerIT {
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";

  private static Fixture rows(int major, int n, String key) {
    Fixture fixture = Fixture.rows(major, 1);
    PostgresServer.shared(major)
        .adminOf(fixture.database().name())
        .execute("CREATE ACCESS METHOD heap_too TYPE TABLE HANDLER heap_tableam_handler");
    fixture.execute(
        "DROP TABLE app.t; CREATE TABLE app.t (\"the Key\" text, id numeric(9,1), body text, c int"
            + key
            + ") USING heap_too; INSERT INTO app.t SELECT chr(65 + i % 26), i, repeat('x', i % 50)"
            + " FROM generate_series(1, "
            + n
            + ") i");
    return fixture;
  }

  private static Fixture rows(int major, int n) {
    return rows(major, n, ", PRIMARY KEY (\"the Key\", id)");
  }

  @OnEachPostgres
  void isFilledInTheOrderOfItsKey(int major) throws SQLException {
    Fixture fixture = rows(major, 20_000);

    assertThat(fixture.run(Fixture.LENGTH)).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c IS DISTINCT FROM length(body)"))
        .isEqualTo("0");
    try (Connection c = fixture.connect()) {
      BackfillState state = Backfills.state(c, "6").orElseThrow();
      assertThat(state.rows()).isEqualTo(20_000);
      assertThat(state.percent()).isEqualTo(100);
    }
    assertThat(fixture.value("SELECT batches > 10 FROM memdb.backfill_segment")).isEqualTo("t");
  }

  @OnEachPostgres
  void goesOnBehindTheKeyThatItCameTo(int major) throws SQLException {
    Fixture fixture = rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    AtomicInteger batches = new AtomicInteger();
    Worker.Sleeper stop =
        time -> {
          if (batches.incrementAndGet() == 3) {
            throw new InterruptedException("stopped");
          }
        };
    try (Connection c = fixture.connect()) {
      assertThatThrownBy(new Worker(c, run, stop, new Worker.Listener() {})::work)
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(fixture.value("SELECT cardinality(next_key) FROM memdb.backfill_segment"))
        .isEqualTo("2");
    assertThat(fixture.value(UNFILLED)).isNotEqualTo("0").isNotEqualTo("5000");
    fixture.execute("UPDATE app.t SET c = -1 WHERE c IS NOT NULL");
    String filled = fixture.value("SELECT count(*) FROM app.t WHERE c = -1");

    assertThat(fixture.work(run)).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value(UNFILLED)).isEqualTo("0");
    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c = -1")).isEqualTo(filled);
  }

  @OnEachPostgres
  void itsKeyMayBeAUuid(int major) {
    Fixture fixture = rows(major, 1);
    fixture.execute(
        "DROP TABLE app.t; CREATE TABLE app.t (id uuid PRIMARY KEY, body text, c int) USING heap_too;"
            + " INSERT INTO app.t SELECT gen_random_uuid(), repeat('x', i % 50) FROM generate_series(1, 5000) i");

    assertThat(fixture.run(Fixture.LENGTH)).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c IS DISTINCT FROM length(body)"))
        .isEqualTo("0");
    assertThat(fixture.value("SELECT rows_done FROM memdb.backfill_segment")).isEqualTo("5000");
  }

  @OnEachPostgres
  void aTableThatIsRewrittenMeanwhileIsGoneThroughAgain(int major) throws Exception {
    Fixture fixture = rows(major, 5_000);
    long run = fixture.prepare(Fixture.LENGTH);
    AtomicInteger batches = new AtomicInteger();
    Worker.Sleeper rewrites =
        time -> {
          if (batches.incrementAndGet() == 3) {
            fixture.execute("VACUUM FULL app.t");
          }
        };

    assertThat(fixture.work(run, rewrites)).isEqualTo(Worker.Outcome.FILLED);

    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c IS DISTINCT FROM length(body)"))
        .isEqualTo("0");
    assertThat(
            fixture.value(
                "SELECT relfilenode = pg_relation_filenode('app.t') FROM memdb.backfill_segment"))
        .as("cut anew")
        .isEqualTo("t");
  }

  @OnEachPostgres
  void rowsThatFailAreWrittenDown(int major) {
    Fixture fixture = rows(major, 3_000);

    fixture.run(Fixture.fill("(1000 / (id - 17))::int"));

    assertThat(fixture.value(UNFILLED)).isEqualTo("1");
    assertThat(fixture.value("SELECT key::text || sqlstate FROM memdb.backfill_failure"))
        .isEqualTo("{\"id\": 17.0, \"the Key\": \"R\"}22012");
  }

  @OnEachPostgres
  void aRowThatIsHeldDoesNotKeepTheOthers(int major) throws SQLException {
    Fixture fixture = rows(major, 3_000);
    long run = fixture.prepare(Fixture.LENGTH);
    CompletableFuture<Worker.Outcome> worker;
    try (Connection shop = fixture.connect();
        Statement s = shop.createStatement()) {
      shop.setAutoCommit(false);
      s.execute("UPDATE app.t SET body = 'mine' WHERE id = 100");
      worker = CompletableFuture.supplyAsync(() -> fixture.work(run));
      Awaitility.await().until(() -> fixture.value(UNFILLED).equals("1"));
      shop.commit();
    }
    assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    assertThat(fixture.value("SELECT c FROM app.t WHERE id = 100")).isEqualTo("4");
  }

  @OnEachPostgres
  void withoutAPrimaryKeyItIsRefused(int major) {
    Fixture fixture = rows(major, 10, "");

    assertThatThrownBy(() -> fixture.run(Fixture.LENGTH))
        .rootCause()
        .hasMessageContaining("is not stored as heap and has no primary key");
  }
}
