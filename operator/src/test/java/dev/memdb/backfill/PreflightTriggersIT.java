package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A trigger that does not fill what it should, or spoils it, is named before anything is begun. */
class PreflightTriggersIT {
  private static final String UPDATE_TRIGGER =
      "DROP TRIGGER zzzz_fill_size_upd ON app.t; CREATE TRIGGER zzzz_fill_size_upd BEFORE UPDATE %s ON app.t"
          + " FOR EACH ROW %s EXECUTE FUNCTION app.fill_size();"
          + " ALTER TABLE app.t ENABLE ALWAYS TRIGGER zzzz_fill_size_upd";

  private static final BackfillSpec SIZE =
      new BackfillSpec(
          "app", "t", List.of(new BackfillSpec.Assignment("size", "length(body)")), null, null);

  private static Preflight.Findings look(Fixture fixture, BackfillSpec spec) {
    try (Connection c = fixture.connect()) {
      return Preflight.look(c, spec);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String objection(Fixture fixture) {
    assertThat(look(fixture, SIZE).objections()).hasSize(1);
    return look(fixture, SIZE).objections().get(0);
  }

  private static Fixture without(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute("ALTER TABLE app.t RENAME COLUMN c TO size");
    return fixture;
  }

  private static Fixture ready(int major) {
    Fixture fixture = without(major);
    fixture.execute(FillTriggers.of("size", "length(NEW.body)", "body"));
    return fixture;
  }

  private static void function(Fixture fixture, String name, String body) {
    fixture.execute(
        "CREATE FUNCTION app.%s() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN %s END $$"
            .formatted(name, body));
  }

  @OnEachPostgres
  void withoutATriggerNewRowsAndChangedOnesAreNotFilled(int major) {
    Fixture fixture = without(major);

    assertThat(look(fixture, SIZE).objections())
        .containsExactly(
            "a row that is filled would keep its size when body changes: no trigger fills it on UPDATE; mend it in a version before this one",
            "new rows would stay open in column size: no trigger fills it and it has no default; create one in a version before this one (memdb new backfill writes it)");
  }

  @OnEachPostgres
  void aDefaultFillsNewRowsAndTheRestIsTold(int major) {
    Fixture fixture = without(major);
    fixture.execute("ALTER TABLE app.t ALTER COLUMN size SET DEFAULT 0");

    Preflight.Findings found = look(fixture, SIZE);

    assertThat(found.objections()).isEmpty();
    assertThat(found.notices())
        .containsExactly(
            "a row that is filled would keep its size when body changes: no trigger fills it on UPDATE; right only if the application keeps it");
  }

  @OnEachPostgres
  void aTriggerOfAnotherColumnFillsNothing(int major) {
    Fixture fixture = without(major);
    fixture.execute("ALTER TABLE app.t ADD COLUMN touched timestamptz");
    function(fixture, "touch", "NEW.touched := now(); RETURN NEW;");
    fixture.execute(
        "CREATE TRIGGER touch BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch()");

    assertThat(look(fixture, SIZE).objections())
        .hasSize(2)
        .anySatisfy(o -> assertThat(o).contains("no trigger fills it and it has no default"));
  }

  @OnEachPostgres
  void aTriggerThatIsNotEnableAlwaysIsPassedByByReplication(int major) {
    Fixture fixture = ready(major);
    fixture.execute("ALTER TABLE app.t ENABLE TRIGGER zzzz_fill_size_ins");

    assertThat(objection(fixture))
        .contains("trigger zzzz_fill_size_ins is not ENABLE ALWAYS", "replica pass it by")
        .contains("trigger zzzz_fill_size_upd does not fire on INSERT");
  }

  @OnEachPostgres
  void aTriggerThatIsDisabledFillsNothing(int major) {
    Fixture fixture = ready(major);
    fixture.execute("ALTER TABLE app.t DISABLE TRIGGER zzzz_fill_size_upd");

    assertThat(objection(fixture))
        .startsWith("a row that is filled would keep its size when body changes: ")
        .contains("trigger zzzz_fill_size_upd is disabled");
  }

  @OnEachPostgres
  void aTriggerThatFiresAfterOrForEachStatementFillsNothing(int major) {
    Fixture fixture = without(major);
    function(fixture, "late", "NEW.size := 1; RETURN NEW;");
    fixture.execute(
        "CREATE TRIGGER a AFTER INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.late();"
            + " CREATE TRIGGER s BEFORE INSERT OR UPDATE ON app.t FOR EACH STATEMENT EXECUTE FUNCTION app.late();"
            + " ALTER TABLE app.t ENABLE ALWAYS TRIGGER a, ENABLE ALWAYS TRIGGER s");

    assertThat(look(fixture, SIZE).objections())
        .hasSize(2)
        .allSatisfy(
            o -> assertThat(o).contains("trigger a fires AFTER; trigger s is FOR EACH STATEMENT"));
  }

  @OnEachPostgres
  void aTriggerThatDoesNotMindTheSourceLetsTheValueGoStale(int major) {
    Fixture fixture = ready(major);

    fixture.execute(UPDATE_TRIGGER.formatted("", "WHEN (NEW.size IS NULL)"));
    assertThat(objection(fixture))
        .startsWith("a row that is filled would keep its size when body changes: ")
        .contains("trigger zzzz_fill_size_upd does not mind it");
    fixture.execute(UPDATE_TRIGGER.formatted("OF id", ""));
    assertThat(objection(fixture)).contains("trigger zzzz_fill_size_upd does not mind it");

    fixture.execute(UPDATE_TRIGGER.formatted("OF body", ""));
    assertThat(look(fixture, SIZE).objections()).as("by its columns").isEmpty();
    fixture.execute(UPDATE_TRIGGER.formatted("", "WHEN (OLD.* IS DISTINCT FROM NEW.*)"));
    assertThat(look(fixture, SIZE).objections()).as("the whole row").isEmpty();
    fixture.execute(UPDATE_TRIGGER.formatted("", ""));
    assertThat(look(fixture, SIZE).objections()).as("always").isEmpty();
  }

  @OnEachPostgres
  void aFunctionWithoutItsOwnSearchPathIsNamed(int major) {
    Fixture fixture = ready(major);
    fixture.execute("ALTER FUNCTION app.fill_size() RESET search_path");

    assertThat(look(fixture, SIZE).objections())
        .hasSize(2)
        .allSatisfy(
            o ->
                assertThat(o)
                    .contains("has no search_path of its own")
                    .contains("ALTER FUNCTION app.fill_size() SET search_path = pg_catalog"));
  }

  @OnEachPostgres
  void aLaterTriggerThatChangesTheSourceOrTheColumnIsNamed(int major) {
    Fixture fixture = ready(major);
    function(fixture, "trim", "/* NEW.size := 0; */ NEW.body = trim(NEW.body); RETURN NEW;");
    fixture.execute(
        "CREATE TRIGGER zzzzz BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.trim()");

    assertThat(look(fixture, SIZE).objections())
        .containsExactly(
            "trigger zzzzz fires after zzzz_fill_size_ins, and changes body: give it a name that sorts before, by ALTER TRIGGER … RENAME, in a version before this one",
            "trigger zzzzz fires after zzzz_fill_size_upd, and changes body: give it a name that sorts before, by ALTER TRIGGER … RENAME, in a version before this one");
    fixture.execute("ALTER TRIGGER zzzzz ON app.t RENAME TO trim");
    assertThat(look(fixture, SIZE).objections()).isEmpty();
  }

  @OnEachPostgres
  void aLaterTriggerThatOnlyLooksIsNoMatter(int major) {
    Fixture fixture = ready(major);
    function(
        fixture,
        "look",
        "IF NEW.size = 0 OR NEW.body = '' THEN RAISE 'empty'; END IF; -- NEW.body := ''\n RETURN NEW;");
    fixture.execute(
        "CREATE TRIGGER zzzzz BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.look()");

    assertThat(look(fixture, SIZE)).isEqualTo(new Preflight.Findings(List.of(), List.of()));
  }

  @OnEachPostgres
  void aGeneratedSourceHasNoValueInATrigger(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "ALTER TABLE app.t ADD COLUMN low text GENERATED ALWAYS AS (lower(body)) STORED");
    BackfillSpec spec =
        new BackfillSpec(
            "app", "t", List.of(new BackfillSpec.Assignment("size", "length(low)")), null, null);

    assertThat(look(fixture, spec).objections())
        .contains(
            "size reads low, a generated column, which has no value yet when a BEFORE trigger fires: write out what it is made of, lower(body)");
  }

  @OnEachPostgres
  void aPartitionWhoseTriggerIsOffIsNamed(int major) {
    Fixture fixture = Fixture.rows(major, 1);
    fixture.execute(
        "DROP TABLE app.t; CREATE TABLE app.t (id bigint, body text, size int) PARTITION BY RANGE (id);"
            + " CREATE TABLE app.t1 PARTITION OF app.t FOR VALUES FROM (0) TO (10);"
            + " CREATE TABLE app.t2 PARTITION OF app.t FOR VALUES FROM (10) TO (20);"
            + FillTriggers.of("size", "length(NEW.body)", "body"));
    assertThat(look(fixture, SIZE)).isEqualTo(new Preflight.Findings(List.of(), List.of()));

    fixture.execute(
        "ALTER TABLE app.t1 DISABLE TRIGGER ALL; ALTER TABLE app.t2 DISABLE TRIGGER ALL");

    assertThat(look(fixture, SIZE).objections())
        .hasSize(2)
        .allSatisfy(o -> assertThat(o).contains("is disabled", "(partition app.t1 and 1 more)"));
  }

  @OnEachPostgres
  void whatFiresForEachFilledRowIsTold(int major) {
    Fixture fixture = ready(major);
    fixture.execute("ALTER TABLE app.t ADD COLUMN touched timestamptz");
    function(fixture, "touch", "NEW.touched := now(); RETURN NEW;");
    fixture.execute(
        "CREATE TRIGGER touch BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();"
            + " CREATE TRIGGER elsewhere BEFORE UPDATE OF body ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();"
            + " CREATE TRIGGER sometimes BEFORE UPDATE ON app.t FOR EACH ROW WHEN (OLD.body <> NEW.body)"
            + " EXECUTE FUNCTION app.touch()");

    Preflight.Findings found = look(fixture, SIZE);

    assertThat(found.objections()).isEmpty();
    assertThat(found.notices())
        .singleElement()
        .asString()
        .startsWith("trigger touch fires for each");
  }

  @OnEachPostgres
  void aFunctionThatLetsPoisonThroughIsTold(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "CREATE OR REPLACE FUNCTION app.fill_size() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS"
            + " $$ BEGIN NEW.size := length(NEW.body); RETURN NEW; END $$");

    assertThat(look(fixture, SIZE))
        .isEqualTo(
            new Preflight.Findings(
                List.of(),
                List.of(
                    "function app.fill_size() has no EXCEPTION block: where its expression fails, so does every update of that row by the application")));
  }
}
