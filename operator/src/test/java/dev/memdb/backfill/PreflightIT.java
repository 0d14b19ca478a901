package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What would go wrong is said before anything is begun. */
class PreflightIT {
  private static final String TRIGGER =
      "CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.c := 1; RETURN NEW; END';"
          + " CREATE TRIGGER f BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.f();";

  private static List<String> objections(Fixture fixture, String table, String column) {
    BackfillSpec spec =
        new BackfillSpec(
            "app", table, List.of(new BackfillSpec.Assignment(column, "1")), null, null);
    try (Connection c = fixture.connect()) {
      return Preflight.objections(c, spec);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @OnEachPostgres
  void nothingStandsAgainstIt(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute(TRIGGER + "ALTER TABLE app.t ADD COLUMN d int DEFAULT 5");

    assertThat(objections(fixture, "t", "c")).isEmpty();
    fixture.execute("DROP TRIGGER f ON app.t");
    assertThat(objections(fixture, "t", "d")).as("a default fills new rows").isEmpty();
  }

  @OnEachPostgres
  void whatIsNotThereIsNamed(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute("CREATE VIEW app.v AS SELECT * FROM app.t");

    assertThat(objections(fixture, "nothing", "c")).containsExactly("the table does not exist");
    assertThat(objections(fixture, "t", "nothing"))
        .containsExactly("column nothing does not exist");
    assertThat(objections(fixture, "v", "c"))
        .singleElement()
        .asString()
        .startsWith("it is no table (relkind v)");
  }

  @OnEachPostgres
  void withoutATriggerNewRowsWouldStayOpen(int major) {
    Fixture fixture = Fixture.rows(major, 10);

    assertThat(objections(fixture, "t", "c")).singleElement().asString().contains("BEFORE INSERT");
    fixture.execute(TRIGGER + "ALTER TABLE app.t DISABLE TRIGGER f");
    assertThat(objections(fixture, "t", "c")).singleElement().asString().contains("enabled");
  }

  @OnEachPostgres
  void anIndexOnTheColumnIsNamed(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute(
        TRIGGER
            + "CREATE INDEX by_c ON app.t (c); CREATE INDEX by_open ON app.t (id) WHERE c IS NULL;"
            + " CREATE INDEX by_expression ON app.t ((c + 1))");

    assertThat(objections(fixture, "t", "c"))
        .hasSize(3)
        .anyMatch(o -> o.startsWith("index app.by_c knows column c"))
        .anyMatch(o -> o.startsWith("index app.by_open knows column c"))
        .anyMatch(o -> o.startsWith("index app.by_expression knows column c"));
  }

  @OnEachPostgres
  void forcedRowLevelSecurityHidesRows(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute(
        TRIGGER
            + "ALTER TABLE app.t ENABLE ROW LEVEL SECURITY; ALTER TABLE app.t FORCE ROW LEVEL SECURITY");

    assertThat(objections(fixture, "t", "c"))
        .singleElement()
        .asString()
        .contains("row-level security is forced");
  }

  @OnEachPostgres
  void aGeneratedColumnFillsItself(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute(
        TRIGGER + "ALTER TABLE app.t ADD COLUMN g int GENERATED ALWAYS AS (length(body)) STORED");

    assertThat(objections(fixture, "t", "g"))
        .contains("column g is generated: PostgreSQL fills it");
  }
}
