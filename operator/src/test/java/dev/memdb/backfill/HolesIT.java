package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/**
 * The ways in which a backfill leaves a row wrong, or open, without anybody noticing: first as it
 * is without what closes it, then closed.
 */
class HolesIT {
  private static final String TRIGGERS = FillTriggers.of("c", "length(NEW.body)", "body");
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";
  private static final String STALE =
      "SELECT count(*) FROM app.t WHERE c IS DISTINCT FROM length(body)";

  private static Fixture rows(int major, int n, String triggers) {
    Fixture fixture = Fixture.rows(major, n);
    fixture.execute(triggers);
    return fixture;
  }

  private static void asSuperuser(Fixture fixture, String sql) {
    PostgresServer.shared(fixture.major()).adminOf(fixture.database().name()).execute(sql);
  }

  @OnEachPostgres
  void staleAfterFill(int major) {
    String changed = " OR OLD.body IS DISTINCT FROM NEW.body";
    assertThat(TRIGGERS).contains(changed);
    Fixture open = rows(major, 100, TRIGGERS.replace(changed, ""));
    open.run(Fixture.LENGTH);
    open.execute("UPDATE app.t SET body = 'new' WHERE id = 1");
    assertThat(open.value(STALE)).as("open").isEqualTo("1");

    Fixture closed = rows(major, 100, TRIGGERS);
    closed.run(Fixture.LENGTH);
    closed.execute("UPDATE app.t SET body = 'new' WHERE id = 1");

    assertThat(closed.value(STALE)).isEqualTo("0");
  }

  @OnEachPostgres
  void replicationRoleWriters(int major) {
    String writer =
        "SET session_replication_role = replica; INSERT INTO app.t VALUES (1000, 'new');"
            + " UPDATE app.t SET body = 'changed' WHERE id = 1";
    Fixture open = rows(major, 100, TRIGGERS.replace("ENABLE ALWAYS", "ENABLE"));
    open.run(Fixture.LENGTH);
    asSuperuser(open, writer);
    assertThat(open.value(STALE)).as("open").isEqualTo("2");

    Fixture closed = rows(major, 100, TRIGGERS);
    closed.run(Fixture.LENGTH);
    asSuperuser(closed, writer);

    assertThat(closed.value(STALE)).isEqualTo("0");
  }

  /** Not even the owner sees the rows: an UPDATE would be content with fewer. */
  @OnEachPostgres
  void forcedRowLevelSecurity(int major) {
    Fixture fixture = rows(major, 100, TRIGGERS);
    fixture.execute(
        "ALTER TABLE app.t ENABLE ROW LEVEL SECURITY; ALTER TABLE app.t FORCE ROW LEVEL SECURITY;"
            + " CREATE POLICY few ON app.t USING (id <= 10); UPDATE app.t SET c = length(body)");
    asSuperuser(fixture, "ALTER TABLE app.t NO FORCE ROW LEVEL SECURITY");
    assertThat(fixture.value(UNFILLED)).as("open").isEqualTo("90");
    fixture.execute("ALTER TABLE app.t FORCE ROW LEVEL SECURITY");

    assertThatThrownBy(() -> fixture.run(Fixture.LENGTH))
        .rootCause()
        .hasMessageContaining("query would be affected by row-level security policy");
  }

  @OnEachPostgres
  void latePartition(int major) {
    Fixture fixture = Fixture.rows(major, 1);
    fixture.execute(
        "DROP TABLE app.t; CREATE TABLE app.t (id bigint, body text, c int) PARTITION BY RANGE (id);"
            + " CREATE TABLE app.t1 PARTITION OF app.t FOR VALUES FROM (0) TO (1000);"
            + " INSERT INTO app.t SELECT i, 'x' FROM generate_series(1, 900) i;"
            + TRIGGERS);
    long run = fixture.prepare(Fixture.LENGTH);

    fixture.execute(
        "CREATE TABLE app.late (id bigint, body text, c int);"
            + " INSERT INTO app.late SELECT i, 'late' FROM generate_series(1000, 1999) i;"
            + " ALTER TABLE app.t ATTACH PARTITION app.late FOR VALUES FROM (1000) TO (2000)");

    assertThat(fixture.work(run)).isEqualTo(Worker.Outcome.FILLED);
    assertThat(fixture.value(STALE)).isEqualTo("0");
    fixture.execute("INSERT INTO app.t VALUES (1, 'one'), (1999, 'two')");
    assertThat(fixture.value(UNFILLED)).as("its triggers came with it").isEqualTo("0");
  }

  /** What a generated column is made of is written out. */
  @OnEachPostgres
  void generatedSource(int major) {
    String column =
        "ALTER TABLE app.t ADD COLUMN low text GENERATED ALWAYS AS (lower(body)) STORED;";
    Fixture open = rows(major, 0, column + FillTriggers.of("c", "length(NEW.low)", "body"));
    open.execute("INSERT INTO app.t (id, body) VALUES (1, 'new')");
    assertThat(open.value(UNFILLED)).as("open").isEqualTo("1");

    Fixture closed =
        rows(major, 0, column + FillTriggers.of("c", "length(lower(NEW.body))", "body"));
    closed.execute("INSERT INTO app.t (id, body) VALUES (1, 'new')");

    assertThat(closed.value(UNFILLED)).isEqualTo("0");
  }

  /** Triggers fire in the order of their names. */
  @OnEachPostgres
  void laterTriggerThatRewritesTheSource(int major) {
    String trim =
        "CREATE FUNCTION app.trim() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN NEW.body := trim(NEW.body); RETURN NEW; END $$;"
            + " CREATE TRIGGER %s BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.trim();";
    Fixture open = rows(major, 0, TRIGGERS + trim.formatted("zzzzz"));
    open.execute("INSERT INTO app.t (id, body) VALUES (1, '  new  ')");
    assertThat(open.value(STALE)).as("open").isEqualTo("1");

    Fixture closed = rows(major, 0, TRIGGERS + trim.formatted("trim"));
    closed.execute("INSERT INTO app.t (id, body) VALUES (1, '  new  ')");

    assertThat(closed.value(STALE)).isEqualTo("0");
  }

  @OnEachPostgres
  void poisonRowAgainstAnUnrelatedUpdate(int major) {
    String triggers = FillTriggers.of("c", "1000 / length(NEW.body)", "body");
    String block = triggers.substring(triggers.indexOf("EXCEPTION"), triggers.indexOf("END $$"));
    String poison = "INSERT INTO app.t (id, body) VALUES (1, '');";
    String unrelated = "UPDATE app.t SET id = id + 1000";
    Fixture open = rows(major, 0, poison + triggers.replace(block, ""));
    assertThatThrownBy(() -> open.execute(unrelated))
        .hasRootCauseMessage(
            "ERROR: division by zero"
                + "\n  Where: PL/pgSQL function app.fill_c() line 3 at assignment");

    Fixture closed = rows(major, 0, poison + triggers);
    closed.execute(unrelated);
    closed.execute("INSERT INTO app.t (id, body) VALUES (5, '')");

    assertThat(closed.value(UNFILLED)).as("open, and found by the backfill").isEqualTo("2");
    closed.run(Fixture.fill("1000 / length(body)"));
    assertThat(closed.value("SELECT count(*) FROM memdb.backfill_failure")).isEqualTo("2");
  }

  @OnEachPostgres
  void functionUnderAnotherSearchPath(int major) {
    String application =
        "CREATE SCHEMA other; CREATE FUNCTION other.length(text) RETURNS int LANGUAGE sql AS 'SELECT 666';"
            + " SET search_path = other, pg_catalog; INSERT INTO app.t (id, body) VALUES (1, 'new')";
    Fixture open = rows(major, 0, TRIGGERS.replace("SET search_path = pg_catalog", ""));
    open.execute(application);
    assertThat(open.value("SELECT c FROM app.t")).as("open").isEqualTo("666");

    Fixture closed = rows(major, 0, TRIGGERS);
    closed.execute(application);

    assertThat(closed.value("SELECT c FROM app.t")).isEqualTo("3");
  }

  /** A batch that finds a row changed takes it as it is now, whatever the role's default is. */
  @OnEachPostgres
  void contendedRowsUnderRepeatableRead(int major) throws Exception {
    Fixture fixture = rows(major, 2_000, TRIGGERS);
    asSuperuser(
        fixture,
        "ALTER ROLE \"%s\" SET default_transaction_isolation = 'repeatable read'"
            .formatted(fixture.database().user()));
    String serialization = "could not serialize access due to concurrent update";
    try (Connection application = fixture.connect();
        Statement s = application.createStatement();
        Connection naive = fixture.connect();
        Statement update = naive.createStatement()) {
      application.setAutoCommit(false);
      s.execute("UPDATE app.t SET body = 'mine' WHERE id = 100");
      CompletableFuture<Void> open =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> update.execute("UPDATE app.t SET c = 1 WHERE id = 100"))
                      .hasMessageContaining(serialization));
      awaitWaiting(fixture);
      application.commit();
      open.join();

      s.execute("UPDATE app.t SET body = 'again' WHERE id = 200");
      CompletableFuture<Worker.Outcome> worker =
          CompletableFuture.supplyAsync(() -> fixture.run(Fixture.LENGTH));
      awaitWaiting(fixture);
      application.commit();

      assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
    }
    assertThat(fixture.value(STALE)).isEqualTo("0");
  }

  private static void awaitWaiting(Fixture fixture) {
    Awaitility.await()
        .until(
            () ->
                fixture
                    .value(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'backfill'"
                            + " AND wait_event_type = 'Lock' AND datname = current_database()")
                    .equals("1"));
  }

  /** Each of them made the search for left rows go on for ever. */
  @OnEachPostgres
  void triggerThatFightsBack(int major) {
    for (String body : List.of("RETURN OLD;", "RETURN NULL;", "NEW.c := NULL; RETURN NEW;")) {
      Fixture fixture = rows(major, 1_000, "");
      fixture.execute(
          "CREATE FUNCTION app.fight() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
              + body
              + " END $$; CREATE TRIGGER fight BEFORE UPDATE ON app.t FOR EACH ROW WHEN (OLD.id <= 600)"
              + " EXECUTE FUNCTION app.fight()");

      assertThat(fixture.run(Fixture.LENGTH)).as(body).isEqualTo(Worker.Outcome.FILLED);

      assertThat(fixture.value(UNFILLED)).as(body).isEqualTo("600");
      assertThat(
              fixture.value("SELECT count(*) FROM memdb.backfill_failure WHERE sqlstate = '09000'"))
          .as(body)
          .isEqualTo("600");
    }
  }

  @OnEachPostgres
  void expressionThatGivesNull(int major) {
    Fixture fixture = Fixture.rows(major, 1_000);

    fixture.run(Fixture.fill("nullif(id, 17)"));

    assertThat(
            fixture
                .database()
                .column("SELECT key ->> 'id' || ' ' || message FROM memdb.backfill_failure"))
        .containsExactly("17 its value is NULL");
  }
}
