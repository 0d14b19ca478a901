package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.util.Map;

/**
 * What only the proof at the end sees, and what a version in the history must not be wrong about.
 */
class BackfillHolesIT {
  private static final String FILL = "V3__fill_length.backfill.yaml";
  private static final String YAML = "table: public.t\nset: {length: \"%s\"}\n";
  private static final String EXPAND =
      """
      ALTER TABLE t ADD COLUMN length int;
      CREATE FUNCTION fill_length() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        NEW.length := %s;
        RETURN NEW;
      EXCEPTION WHEN data_exception THEN
        NEW.length := NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION fill_length();
      ALTER TABLE t ENABLE ALWAYS TRIGGER zzzz_fill;
      """;

  /** Acts when everything is filled, in the worker's own transaction: nothing is swept after it. */
  private static void whenFilled(EngineFixture engine, String sql) {
    engine
        .admin()
        .execute(
            "CREATE FUNCTION memdb.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                + sql
                + "; RETURN NULL; END $$; CREATE TRIGGER late AFTER UPDATE ON memdb.backfill_run"
                + " FOR EACH ROW WHEN (OLD.state = 'filling' AND NEW.state = 'filled') EXECUTE FUNCTION memdb.late()");
  }

  @OnEachPostgres
  void partitionThatComesBetweenTheFillAndTheProof(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__t.sql",
                "CREATE TABLE t (id bigint, body text) PARTITION BY RANGE (id);"
                    + " CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);"
                    + " CREATE TABLE late (id bigint, body text, length int);"
                    + " INSERT INTO t VALUES (1, 'one'); INSERT INTO late VALUES (11, 'eleven')",
                "V2__expand.sql",
                EXPAND.formatted("length(NEW.body)"),
                FILL,
                YAML.formatted("length(body)"));
    Trace trace =
        new Trace()
            .before(
                FILL + ", filling",
                () ->
                    whenFilled(
                        engine,
                        "ALTER TABLE public.t ATTACH PARTITION public.late FOR VALUES FROM (10) TO (20)"));

    String message = stopped(engine.run(trace), Reason.BACKFILL_INCOMPLETE, "1", "2");

    assertThat(message).contains("rows came in that are not filled");
    assertThat(engine.history()).containsExactly("1", "2");
    engine.admin().execute("DROP TRIGGER late ON memdb.backfill_run");
    assertThat(stopped(engine.withRequest("again").run(), Reason.DRIFT_DETECTED, "3"))
        .as("the table of that name is a partition now")
        .contains("public.late");
    assertThat(engine.admin().value("SELECT length FROM t WHERE id = 11")).isEqualTo("6");
  }

  /** The trigger lets it in, the backfill names it, and nothing follows. */
  @OnEachPostgres
  void newRowsThatCannotBeFilled(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__t.sql",
                "CREATE TABLE t (id bigint PRIMARY KEY, body text NOT NULL);"
                    + " INSERT INTO t SELECT i, 'x' FROM generate_series(1, 2000) i",
                "V2__expand.sql",
                EXPAND.formatted("1000 / length(NEW.body)"),
                FILL,
                YAML.formatted("1000 / length(body)"));
    Trace trace =
        new Trace()
            .before(
                FILL + ", filling",
                () -> engine.database().execute("INSERT INTO t VALUES (5000, '')"));

    String message = stopped(engine.run(trace), Reason.BACKFILL_INCOMPLETE, "1", "2");

    assertThat(message).contains("1 row(s) could not be filled: {\"id\": 5000}", "22012");
    assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length = 1000"))
        .isEqualTo("2000");
    engine.database().execute("UPDATE t SET body = 'mended' WHERE id = 5000");
    done(engine.withRequest("again").run(), "3");
  }

  @OnEachPostgres
  void fullDisk(int major) {
    try (PostgresServer server =
        PostgresServer.startWithSmallDisk(major, Map.of("fsync", "off"), "24m")) {
      EngineFixture engine =
          EngineFixture.on(server)
              .withFiles(
                  "V1__t.sql",
                  "CREATE TABLE t (id bigint PRIMARY KEY, body text NOT NULL) TABLESPACE small;"
                      + " INSERT INTO t SELECT i, repeat('x', 1000) FROM generate_series(1, 8000) i",
                  "V2__expand.sql",
                  EXPAND.formatted("length(NEW.body)"),
                  FILL,
                  YAML.formatted("length(body)"));
      engine.admin().execute("CREATE TABLESPACE small LOCATION '" + server.smallDisk() + "'");
      engine.admin().execute("GRANT CREATE ON TABLESPACE small TO PUBLIC");
      Trace trace =
          new Trace()
              .before(
                  FILL + ", filling",
                  () ->
                      engine
                          .admin()
                          .execute(
                              "CREATE TABLE memdb.ballast (x text) TABLESPACE small; DO $$ BEGIN LOOP"
                                  + " INSERT INTO memdb.ballast VALUES (repeat('x', 1000)); END LOOP;"
                                  + " EXCEPTION WHEN disk_full THEN NULL; END $$"));

      String message = postponed(engine.run(trace), Reason.TRANSIENT_FAILURE_RETRYING, "1", "2");

      assertThat(message).contains("No space left on device", "53100");
      assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length IS NULL"))
          .isNotEqualTo("0");
      engine.admin().execute("DROP TABLE memdb.ballast");
      done(engine.run(), "3");
      assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length = 1000"))
          .isEqualTo("8000");
    }
  }
}
