package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What would go wrong with the table and the expressions is said before anything is begun. */
class PreflightIT {
  private static final String TRIGGERS = FillTriggers.of("c", "length(NEW.body)", "body");

  private static BackfillSpec fill(String table, String column, String expression) {
    return new BackfillSpec(
        "app", table, List.of(new BackfillSpec.Assignment(column, expression)), null, null);
  }

  private static Preflight.Findings look(Fixture fixture, BackfillSpec spec) {
    try (Connection c = fixture.connect()) {
      return Preflight.look(c, spec);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> objections(Fixture fixture, BackfillSpec spec) {
    return look(fixture, spec).objections();
  }

  private static Fixture ready(int major) {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute(TRIGGERS);
    return fixture;
  }

  @OnEachPostgres
  void nothingIsSaidAgainstACorrectCycle(int major) {
    Fixture fixture = ready(major);

    assertThat(look(fixture, Fixture.LENGTH))
        .isEqualTo(new Preflight.Findings(List.of(), List.of()));
    assertThat(fixture.database().column("SELECT relname FROM pg_class WHERE relname ~ 'probe'"))
        .isEmpty();
  }

  @OnEachPostgres
  void whatIsNotThereIsNamed(int major) {
    Fixture fixture = ready(major);

    assertThat(objections(fixture, fill("nothing", "c", "1")))
        .singleElement()
        .asString()
        .startsWith("the table does not exist");
    assertThat(objections(fixture, fill("t", "nothing", "1")))
        .containsExactly("column nothing does not exist: add it in a version before this one");
    assertThat(objections(fixture, fill("t", "c", "length(nothing)")))
        .singleElement()
        .asString()
        .startsWith("set: what c gets: ERROR: column \"nothing\" does not exist")
        .endsWith("(SQLSTATE 42703)");
    assertThat(objections(fixture, fill("t", "c", "no_such_function(body)")))
        .singleElement()
        .asString()
        .contains("function no_such_function(text) does not exist", "42883");
    assertThat(objections(fixture, fill("t", "c", "body")))
        .singleElement()
        .asString()
        .contains("column \"c\" is of type integer but expression is of type text", "42804");
  }

  @OnEachPostgres
  void onlyATableHasRowsToFill(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "CREATE VIEW app.v AS SELECT * FROM app.t; CREATE MATERIALIZED VIEW app.m AS SELECT * FROM app.t");
    foreign(fixture, "CREATE FOREIGN TABLE app.f (id bigint, c int) SERVER s");

    assertThat(objections(fixture, fill("v", "c", "1")).get(0))
        .contains("a view", "name the table");
    assertThat(objections(fixture, fill("m", "c", "1")).get(0)).contains("a materialized view");
    assertThat(objections(fixture, fill("f", "c", "1")).get(0)).contains("a foreign table");
  }

  /** Its rows would stay open, and a constraint of a foreign table proves nothing. */
  @OnEachPostgres
  void aPartitionThatIsAForeignTableIsNamed(int major) {
    Fixture fixture = Fixture.rows(major, 0);
    fixture.execute("CREATE TABLE app.p (id bigint, c int) PARTITION BY RANGE (id)");
    foreign(
        fixture,
        "CREATE FOREIGN TABLE app.f PARTITION OF app.p FOR VALUES FROM (0) TO (9) SERVER s");

    assertThat(objections(fixture, fill("p", "c", "1")))
        .singleElement()
        .asString()
        .startsWith("partition app.f is a foreign table")
        .contains("detach it");
  }

  private static void foreign(Fixture fixture, String sql) {
    String name = fixture.database().name();
    var admin = PostgresServer.shared(fixture.major()).adminOf(name);
    admin.execute(
        "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;"
            + " GRANT USAGE ON FOREIGN SERVER s TO \""
            + fixture.database().user()
            + "\"");
    fixture.execute(sql);
  }

  @OnEachPostgres
  void whatTheRoleMayNotDoIsNamed(int major) {
    Fixture fixture = ready(major);
    String role = fixture.database().user();
    var admin = PostgresServer.shared(major).adminOf(fixture.database().name());

    admin.execute("REVOKE UPDATE ON app.t FROM \"" + role + "\"");
    assertThat(objections(fixture, Fixture.LENGTH))
        .containsExactly(
            "role %s may not UPDATE app.t: GRANT SELECT, UPDATE ON app.t TO %s"
                .formatted(role, role));
    admin.execute("ALTER TABLE app.t OWNER TO postgres; GRANT ALL ON app.t TO \"" + role + "\"");
    assertThat(objections(fixture, Fixture.LENGTH))
        .containsExactly(
            "role %s does not own app.t, and only the owner may add the constraint that proves the result: GRANT postgres TO %s"
                .formatted(role, role));
    admin.execute(
        "ALTER SCHEMA app OWNER TO postgres; REVOKE ALL ON SCHEMA app FROM \"" + role + "\"");
    assertThat(objections(fixture, Fixture.LENGTH).get(0)).contains("may not look into schema app");
  }

  @OnEachPostgres
  void aColumnThatPostgresFillsIsNamed(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "ALTER TABLE app.t ADD COLUMN g int GENERATED ALWAYS AS (length(body)) STORED;"
            + " ALTER TABLE app.t ADD COLUMN i int GENERATED ALWAYS AS IDENTITY");

    assertThat(objections(fixture, fill("t", "g", "1")))
        .containsExactly("column g is generated: PostgreSQL fills it");
    assertThat(objections(fixture, fill("t", "i", "1")).get(0)).contains("NOT NULL already");
  }

  @OnEachPostgres
  void aColumnWithoutOpenRowsNeedsToSayWhatIsDone(int major) {
    Fixture fixture = ready(major);
    fixture.execute("UPDATE app.t SET c = 0; ALTER TABLE app.t ALTER COLUMN c SET NOT NULL");
    List<BackfillSpec.Assignment> set = Fixture.LENGTH.set();

    assertThat(objections(fixture, Fixture.LENGTH).get(0))
        .startsWith("column c is NOT NULL already")
        .contains("complete:");
    assertThat(objections(fixture, new BackfillSpec("app", "t", set, null, "c > 0"))).isEmpty();
  }

  @OnEachPostgres
  void anIndexOnTheColumnIsNamed(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "CREATE INDEX by_c ON app.t (c); CREATE INDEX by_open ON app.t (id) WHERE c IS NULL;"
            + " CREATE INDEX by_expression ON app.t ((c + 1)); CREATE INDEX by_include ON app.t (body) INCLUDE (c);"
            + " CREATE FUNCTION app.row(app.t) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';"
            + " CREATE INDEX by_row ON app.t (app.row(t)); CREATE INDEX other ON app.t (length(body))");

    assertThat(objections(fixture, Fixture.LENGTH))
        .extracting(o -> o.substring(0, o.indexOf(" knows column c, ")))
        .containsExactly(
            "index app.by_c",
            "index app.by_expression",
            "index app.by_include",
            "index app.by_open",
            "index app.by_row");
  }

  /** From 16 on an update is HOT although a BRIN index knows the column. */
  @OnEachPostgres
  void aBrinIndexIsInTheWayBefore16(int major) {
    Fixture fixture = ready(major);
    fixture.execute("CREATE INDEX by_range ON app.t USING brin (c)");

    assertThat(objections(fixture, Fixture.LENGTH)).hasSize(major < 16 ? 1 : 0);
  }

  @OnEachPostgres
  void rowLevelSecurityThatHidesRowsIsNamed(int major) {
    Fixture fixture = ready(major);
    fixture.execute("ALTER TABLE app.t ENABLE ROW LEVEL SECURITY");
    assertThat(objections(fixture, Fixture.LENGTH)).as("the owner sees all").isEmpty();

    fixture.execute("ALTER TABLE app.t FORCE ROW LEVEL SECURITY");

    assertThat(objections(fixture, Fixture.LENGTH))
        .singleElement()
        .asString()
        .startsWith("row-level security hides rows from role");
    PostgresServer.shared(major)
        .admin()
        .execute("ALTER ROLE \"" + fixture.database().user() + "\" BYPASSRLS");
    assertThat(objections(fixture, Fixture.LENGTH)).isEmpty();
  }

  @OnEachPostgres
  void aVolatileExpressionIsNamedUnlessItIsAllowed(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "CREATE FUNCTION app.undeclared(text) RETURNS int LANGUAGE sql AS 'SELECT 1';"
            + " CREATE FUNCTION app.plus(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';"
            + " CREATE OPERATOR app.+ (LEFTARG = int, RIGHTARG = text, FUNCTION = app.plus)");

    assertThat(objections(fixture, fill("t", "c", "(10 * random())::int + length(body)")))
        .singleElement()
        .asString()
        .startsWith("random() is volatile")
        .contains("allowVolatile");
    assertThat(objections(fixture, fill("t", "c", "app.undeclared(body)")).get(0))
        .startsWith("app.undeclared(text) is volatile");
    assertThat(objections(fixture, fill("t", "c", "1 OPERATOR(app.+) body")).get(0))
        .startsWith("app.plus(integer,text) is volatile");
    assertThat(objections(fixture, fill("t", "c", "extract(year FROM now())::int + length(body)")))
        .as("stable")
        .isEmpty();
    assertThat(
            objections(
                fixture,
                new BackfillSpec(
                    "app",
                    "t",
                    fill("t", "c", "app.undeclared(body)").set(),
                    null,
                    null,
                    List.of("app.undeclared"))))
        .isEmpty();
  }

  /** What a batch can do and the search for left rows cannot. */
  @OnEachPostgres
  void aNameThatTheSweepWouldNotUnderstandIsNamed(int major) {
    Fixture fixture = ready(major);

    assertThat(objections(fixture, fill("t", "c", "length(app.t.body)"))).hasSize(1);
    assertThat(objections(fixture, fill("t", "c", "(SELECT 1 FROM nowhere)")).get(0))
        .contains("relation \"nowhere\" does not exist");
  }

  @OnEachPostgres
  void childTablesAndOtherTablesAreTold(int major) {
    Fixture fixture = ready(major);
    fixture.execute(
        "CREATE TABLE app.child () INHERITS (app.t); CREATE TABLE app.u (id bigint, n int)");

    Preflight.Findings found =
        look(fixture, fill("t", "c", "(SELECT max(n) FROM app.u WHERE u.id = length(body))"));

    assertThat(found.objections()).isEmpty();
    assertThat(found.notices())
        .containsExactlyInAnyOrder(
            "c reads app.u: when rows change there, nothing is computed again",
            "rows of app.child, which inherits from it, are not filled: give it a backfill of its own before this one");
  }
}
