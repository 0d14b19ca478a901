package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.backfill.BackfillLimits;
import dev.memdb.plan.Sighting;
import dev.memdb.testkit.OnEachPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A backfill among the versions of a set: expand, fill, prove, tighten. */
class BackfillIT {
  private static final String FILL = "V3__fill_length.backfill.yaml";
  private static final String UNFILLED = "SELECT count(*) FROM t WHERE length IS NULL";

  private static EngineFixture engine(int major, String expression) {
    return EngineFixture.on(major).withFiles(files(expression));
  }

  private static String[] files(String expression) {
    List<String> files =
        new ArrayList<>(
            List.of(
                "V1__t.sql",
                "CREATE TABLE t (id bigint PRIMARY KEY, body text NOT NULL);"
                    + " INSERT INTO t SELECT i, repeat('x', 50) FROM generate_series(1, 5000) i",
                "V2__expand.sql",
                """
                ALTER TABLE t ADD COLUMN length int;
                CREATE FUNCTION fill_length() RETURNS trigger LANGUAGE plpgsql
                  SET search_path = pg_catalog AS
                  $$ BEGIN NEW.length := length(NEW.body); RETURN NEW; END $$;
                CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON t
                  FOR EACH ROW EXECUTE FUNCTION fill_length();
                ALTER TABLE t ENABLE ALWAYS TRIGGER zzzz_fill;
                """,
                FILL,
                "table: public.t\nset: {length: \"" + expression + "\"}\n",
                "V4__tighten.sql",
                "ALTER TABLE t ALTER COLUMN length SET NOT NULL"));
    return files.toArray(String[]::new);
  }

  @OnEachPostgres
  void isDoneBetweenTheVersionsThatNeedIt(int major) {
    EngineFixture engine = engine(major, "length(body)");
    Trace trace = new Trace();

    done(engine.run(trace), "1", "2", "3", "4");

    assertThat(trace.notes())
        .singleElement()
        .asString()
        .startsWith(FILL + ": function public.fill_length() has no EXCEPTION block");
    assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length = 50")).isEqualTo("5000");
    assertThat(engine.history()).containsExactly("1", "2", "3", "4");
    assertThat(engine.steps()).containsExactly("1 applied", "2 applied", "3 applied", "4 applied");
    assertThat(engine.admin().value("SELECT count(*) FROM pg_constraint WHERE conname ~ 'memdb'"))
        .as("the proof is used up")
        .isEqualTo("0");
    assertThat(engine.admin().value("SELECT state FROM memdb.backfill_run")).isEqualTo("proven");
    assertThat(engine.facts().differences()).isZero();
    done(engine.run());
  }

  @OnEachPostgres
  void rowsThatCannotBeFilledAreNamedAndHoldWhatFollows(int major) {
    String[] files = files("1000 / (id - 17)");
    files[3] =
        files[3].replace(
            "NEW.length := length(NEW.body);",
            "NEW.length := coalesce(NEW.length, (1000 / (NEW.id - 17))::int);");
    EngineFixture engine = EngineFixture.on(major).withFiles(files);

    String message = stopped(engine.run(), Reason.BACKFILL_INCOMPLETE, "1", "2");

    assertThat(message)
        .startsWith(FILL + ": 1 row(s) could not be filled: {\"id\": 17}")
        .contains("division by zero", "22012", "memdb.dev/requested-at");
    assertThat(engine.admin().value(UNFILLED)).isEqualTo("1");
    assertThat(engine.history()).containsExactly("1", "2");
    assertThat(engine.facts().differences()).as("drift").isZero();

    engine.database().execute("UPDATE t SET length = 1 WHERE id = 17");
    assertThat(stopped(engine.run(), Reason.BACKFILL_INCOMPLETE))
        .as("not asked for")
        .isEqualTo(message);
    done(engine.withRequest("again").run(), "3", "4");
  }

  @OnEachPostgres
  void anExpressionThatIsWrongIsTold(int major) {
    EngineFixture engine = engine(major, "nothing + 1");

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED, "1", "2");

    assertThat(message).startsWith(FILL).contains("column \"nothing\" does not exist", "42703");
    done(engine.withFiles(files("length(body)")).withRequest("2/").run(), "3", "4");
  }

  @OnEachPostgres
  void aLostConnectionGoesOnWhereItWas(int major) {
    EngineFixture engine = engine(major, "length(body)");
    String others =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'memdb/fill%'"
            + " AND datname = current_database()";
    Trace trace = new Trace().before(FILL + ", filling", () -> engine.admin().column(others));

    postponed(engine.run(trace), Reason.TRANSIENT_FAILURE_RETRYING, "1", "2");

    done(engine.run(), "3", "4");
  }

  @OnEachPostgres
  void aStopEndsItBetweenTwoBatches(int major) {
    EngineFixture engine = engine(major, "length(body)");
    Trace trace = new Trace().before(FILL + ", filling", RunControl::stop);

    cancelled(engine.run(trace), "1", "2");

    assertThat(engine.admin().value(UNFILLED)).isNotEqualTo("0");
    assertThat(engine.look()).isInstanceOf(Sighting.Seen.class);
    done(engine.run(), "3", "4");
  }

  /** What {@code spec.backfill} says from now on, told to a run of the operator's own. */
  @OnEachPostgres
  void newLimitsReachTheRunThatFills(int major) {
    EngineFixture engine = engine(major, "length(body)");
    BackfillLimits gentle = new BackfillLimits(Duration.ofMillis(7), 0.6, 1 << 23);
    Trace trace = new Trace().before(FILL + ", filling", control -> control.limit(gentle));

    done(engine.run(trace), "1", "2", "3", "4");

    assertThat(
            engine
                .admin()
                .value(
                    "SELECT target_ms || ' ' || duty_max || ' ' || max_lag_bytes FROM memdb.backfill_run"))
        .isEqualTo("7 0.6 " + (1 << 23));
  }

  @OnEachPostgres
  void whoGoesOnWithItTellsNeitherItsBeginningNorItsNoticesAgain(int major) {
    EngineFixture engine = engine(major, "length(body)");
    Trace first = new Trace().before(FILL + ", filling", RunControl::stop);
    Trace second = new Trace();

    cancelled(engine.run(first), "1", "2");
    done(engine.run(second), "3", "4");

    assertThat(first.begun()).containsExactly("filling version 3 begins, by " + FILL);
    assertThat(first.notes()).singleElement().asString().contains("has no EXCEPTION block");
    assertThat(second.begun()).isEmpty();
    assertThat(second.notes()).isEmpty();
  }

  @OnEachPostgres
  void whatStandsAgainstItIsToldBeforeAnythingIsFilled(int major) {
    String[] files = files("length(body)");
    files[3] = files[3] + "CREATE INDEX t_length ON t (length);";
    EngineFixture engine = EngineFixture.on(major).withFiles(files);

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED, "1", "2");

    assertThat(message)
        .startsWith(FILL + ": \"public\".\"t\": index public.t_length knows column length")
        .contains("This run filled nothing");
    assertThat(engine.admin().value(UNFILLED)).isEqualTo("5000");
  }

  @OnEachPostgres
  void rowsThatNobodyFillsAreSweptUp(int major) {
    EngineFixture engine = engine(major, "length(body)");
    String late =
        "ALTER TABLE public.t DISABLE TRIGGER zzzz_fill; INSERT INTO public.t VALUES (6000, 'late');"
            + " ALTER TABLE public.t ENABLE ALWAYS TRIGGER zzzz_fill";
    Trace trace = new Trace().before(FILL + ", filling", () -> engine.admin().execute(late));

    done(engine.run(trace), "1", "2", "3", "4");

    assertThat(engine.admin().value("SELECT length FROM t WHERE id = 6000")).isEqualTo("4");
  }

  @OnEachPostgres
  void rowsThatComeInAfterTheSweepAreNoticedBeforeAnythingIsTightened(int major) {
    EngineFixture engine = engine(major, "length(body)");
    String late =
        "ALTER TABLE public.t DISABLE TRIGGER zzzz_fill; INSERT INTO public.t VALUES (6000, 'late');"
            + " ALTER TABLE public.t ENABLE ALWAYS TRIGGER zzzz_fill";
    Trace trace =
        new Trace()
            .before(
                FILL + ", filling",
                first ->
                    engine
                        .admin()
                        .execute(
                            "CREATE FUNCTION memdb.late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                                + late
                                + "; RETURN NULL; END $$; CREATE TRIGGER late AFTER UPDATE ON memdb.backfill_run"
                                + " FOR EACH ROW WHEN (NEW.state = 'filled') EXECUTE FUNCTION memdb.late()"));

    String message = stopped(engine.run(trace), Reason.BACKFILL_INCOMPLETE, "1", "2");

    assertThat(message).contains("rows came in that are not filled", "does a trigger on");
    assertThat(engine.history()).containsExactly("1", "2");
  }

  /** What a trigger should have computed anew. */
  private static Trace stale(EngineFixture engine) {
    String forgotten =
        "ALTER TABLE public.t DISABLE TRIGGER zzzz_fill; UPDATE public.t SET length = 1 WHERE id = 17;"
            + " ALTER TABLE public.t ENABLE ALWAYS TRIGGER zzzz_fill";
    return new Trace().before(FILL + ", filling", () -> engine.admin().execute(forgotten));
  }

  @OnEachPostgres
  void aRowWithAnotherValueThanItsExpressionGivesIsNamed(int major) {
    EngineFixture engine = engine(major, "length(body)");

    String message = stopped(engine.run(stale(engine)), Reason.BACKFILL_INCOMPLETE, "1", "2");

    assertThat(message)
        .startsWith(FILL + ": rows of \"public\".\"t\" have other values")
        .contains("{\"id\": 17}", "does a trigger compute", "complete: '\"length\" IS NOT NULL'");
    assertThat(engine.history()).containsExactly("1", "2");
    assertThat(engine.facts().differences()).as("no constraint is left").isZero();

    engine.database().execute("UPDATE t SET length = 50 WHERE id = 17");
    done(engine.withRequest("again").run(), "3", "4");
  }

  @OnEachPostgres
  void aFileThatSaysItselfWhatIsDoneIsBelieved(int major) {
    String[] files = files("length(body)");
    files[5] = files[5] + "complete: length IS NOT NULL\n";
    EngineFixture engine = EngineFixture.on(major).withFiles(files);

    done(engine.run(stale(engine)), "1", "2", "3", "4");

    assertThat(engine.admin().value("SELECT length FROM t WHERE id = 17")).isEqualTo("1");
  }

  /** Whoever is not the one migrator any more validates nothing, and drops nothing. */
  @OnEachPostgres
  void theProofIsFenced(int major) {
    EngineFixture engine = engine(major, "length(body)");
    String steal =
        "CREATE FUNCTION memdb.steal() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'memdb_backfill_3' AND NOT convalidated)"
            + " THEN UPDATE memdb.fence SET token = gen_random_uuid(); END IF; END $$;"
            + " CREATE EVENT TRIGGER steal ON ddl_command_end WHEN TAG IN ('ALTER TABLE')"
            + " EXECUTE FUNCTION memdb.steal()";
    Trace trace = new Trace().before(FILL + ", filling", () -> engine.admin().execute(steal));

    postponed(engine.run(trace), Reason.WRITER_BUSY, "1", "2");

    assertThat(
            engine
                .admin()
                .value("SELECT convalidated FROM pg_constraint WHERE conname = 'memdb_backfill_3'"))
        .isEqualTo("f");
    engine.admin().execute("DROP EVENT TRIGGER steal");
    done(engine.run(), "3", "4");
  }
}
