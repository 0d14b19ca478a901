package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;

/**
 * What is changed by hand while rows are filled, with {@code parity.onDrift: Block}: the fill comes
 * to its end, and what the change stops is that which follows.
 */
class BackfillDriftIT {
  private static final String FILL = "V3__fill_length.backfill.yaml";
  private static final String[] FILES = {
    "V1__t.sql",
    """
    CREATE TABLE t (id bigint NOT NULL, body text NOT NULL) PARTITION BY RANGE (id);
    CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (1000);
    CREATE TABLE late (id bigint NOT NULL, body text NOT NULL);
    INSERT INTO t SELECT i, 'x' FROM generate_series(1, 999) i;
    INSERT INTO late SELECT i, 'late' FROM generate_series(1000, 1999) i;
    """,
    "V2__expand.sql",
    """
    ALTER TABLE t ADD COLUMN length int;
    ALTER TABLE late ADD COLUMN length int;
    CREATE FUNCTION fill_length() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
    BEGIN
      NEW.length := length(NEW.body);
      RETURN NEW;
    EXCEPTION WHEN data_exception THEN
      NEW.length := NULL;
      RETURN NEW;
    END $$;
    CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION fill_length();
    ALTER TABLE t ENABLE ALWAYS TRIGGER zzzz_fill;
    """,
    FILL,
    "table: public.t\nset: {length: \"length(body)\"}\n",
    "V4__tighten.sql",
    "ALTER TABLE t ALTER COLUMN length SET NOT NULL"
  };

  private static EngineFixture engine(int major) {
    return EngineFixture.on(major).withFiles(FILES);
  }

  /** As the owner of the database, by hand. */
  private static Trace meanwhile(EngineFixture engine, String sql) {
    return new Trace().before(FILL + ", filling", () -> engine.database().execute(sql));
  }

  /** Names and bounds of partitions are no part of a schema; what they are like is. */
  @OnEachPostgres
  void aPartitionThatIsLikeTheOthersStopsNothing(int major) {
    EngineFixture engine = engine(major);
    Trace trace =
        meanwhile(
            engine,
            "CREATE TABLE t2 (LIKE t); INSERT INTO t2 SELECT i, 'later' FROM generate_series(2000, 2999) i;"
                + " ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (2000) TO (3000)");

    done(engine.run(trace), "1", "2", "3", "4");

    assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length = 5")).isEqualTo("1000");
  }

  /** A table that migrations made is not where they left it, which is drift. */
  @OnEachPostgres
  void anotherPartitionIsFilledAndStopsWhatFollows(int major) {
    EngineFixture engine = engine(major);
    Trace trace =
        meanwhile(engine, "ALTER TABLE t ATTACH PARTITION late FOR VALUES FROM (1000) TO (2000)");

    String message = stopped(engine.run(trace), Reason.DRIFT_DETECTED, "1", "2", "3");

    assertThat(message).contains("1 object(s) differ", "public.late");
    assertThat(engine.history()).containsExactly("1", "2", "3");
    assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length = 4")).isEqualTo("1000");
    assertThat(engine.facts().differences()).isEqualTo(1);

    engine.database().execute("ALTER TABLE t DETACH PARTITION late");
    done(engine.run(), "4");
  }

  @OnEachPostgres
  void anyOtherChangeStopsWhatFollowsToo(int major) {
    EngineFixture engine = engine(major);
    Trace trace = meanwhile(engine, "ALTER TABLE t ADD COLUMN by_hand int");

    String message = stopped(engine.run(trace), Reason.DRIFT_DETECTED, "1", "2", "3");

    assertThat(message).contains("by_hand");
    assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length IS NULL")).isEqualTo("0");
    engine.database().execute("ALTER TABLE t DROP COLUMN by_hand");
    done(engine.run(), "4");
  }

  /** What stands against the work itself is another matter. */
  @OnEachPostgres
  void aTriggerThatIsGoneIsAnObjection(int major) {
    EngineFixture engine = engine(major);
    Trace stopped = new Trace().before(FILL + ", filling", RunControl::stop);
    Outcomes.cancelled(engine.run(stopped), "1", "2");
    engine.database().execute("DROP TRIGGER zzzz_fill ON t");

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(message).contains("new rows would stay open in column length");
    assertThat(engine.history()).containsExactly("1", "2");
  }
}
