package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a backfill stands in the status, with its reason and what to do about it. */
class BackfillBadInputIT {
  private static final String ROWS = " SELECT i, repeat('x', 40) FROM generate_series(1, 2000) i;";
  private static final String TABLE =
      "CREATE SCHEMA app; CREATE TABLE app.memory (id bigint PRIMARY KEY, body text NOT NULL);"
          + " CREATE TABLE app.other (); CREATE TABLE app.third ();";
  private static final String EXPAND =
      """
      ALTER TABLE app.memory ADD COLUMN length int;
      CREATE FUNCTION app.fill_length() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        NEW.length := 1000 / length(NEW.body);
        RETURN NEW;
      EXCEPTION WHEN data_exception THEN
        NEW.length := NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER zzzz_fill_ins BEFORE INSERT ON app.memory
        FOR EACH ROW EXECUTE FUNCTION app.fill_length();
      CREATE TRIGGER zzzz_fill_upd BEFORE UPDATE ON app.memory
        FOR EACH ROW WHEN (OLD.body IS DISTINCT FROM NEW.body OR OLD.id IS DISTINCT FROM NEW.id)
        EXECUTE FUNCTION app.fill_length();
      ALTER TABLE app.memory ENABLE ALWAYS TRIGGER zzzz_fill_ins, ENABLE ALWAYS TRIGGER zzzz_fill_upd;
      """;

  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  /**
   * @param name of the case
   * @param more statements of the expand migration
   * @param yaml the backfill
   * @param meanwhile what a superuser does before it begins; {@code %s} is the operator's role
   * @param reason in condition Ready
   * @param words some of its message
   */
  private record Input(
      String name, String more, String yaml, String meanwhile, String reason, List<String> words) {
    Input(String name, String more, String yaml, String meanwhile, String reason, String... words) {
      this(name, more, yaml, meanwhile, reason, List.of(words));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Input> INPUTS =
      List.of(
          new Input(
              "fails on some rows",
              "",
              set("length", "1000 / (id - 17)"),
              "",
              "BackfillIncomplete",
              "1 row(s) could not be filled: {\"id\": 17} (division by zero, SQLSTATE 22012)",
              "memdb.dev/requested-at"),
          new Input(
              "fails on all rows",
              "",
              set("length", "1 / (id - id)"),
              "",
              "MigrationFailed",
              "division by zero",
              "22012",
              "Correct the file"),
          new Input(
              "divides by zero only on new rows",
              "",
              set("length", "1000 / length(body)"),
              "INSERT INTO app.memory VALUES (5000, '')",
              "BackfillIncomplete",
              "1 row(s) could not be filled: {\"id\": 5000} (division by zero, SQLSTATE 22012)"),
          new Input(
              "a column that does not exist",
              "",
              set("nothing", "1"),
              "",
              "MigrationFailed",
              "nothing",
              "This run filled nothing"),
          new Input(
              "made of a column that does not exist",
              "",
              set("length", "length(nothing)"),
              "",
              "MigrationFailed",
              "column \"nothing\" does not exist",
              "42703"),
          new Input(
              "a view",
              "CREATE VIEW app.v AS SELECT * FROM app.memory;",
              "table: app.v\nset: {length: \"1\"}\n",
              "",
              "MigrationFailed",
              "a view",
              "name the table that it reads"),
          new Input(
              "a foreign table",
              "CREATE FOREIGN TABLE app.f (id bigint, length int) SERVER elsewhere;",
              "table: app.f\nset: {length: \"1\"}\n",
              "",
              "MigrationFailed",
              "a foreign table"),
          new Input(
              "no privilege",
              "",
              set("length", "1000 / length(body)"),
              "ALTER TABLE app.memory OWNER TO postgres; GRANT ALL ON app.memory TO \"%s\"",
              "MigrationFailed",
              "does not own app.memory",
              "GRANT postgres TO"),
          new Input(
              "no trigger for new rows",
              "DROP TRIGGER zzzz_fill_ins ON app.memory;",
              set("length", "1000 / length(body)"),
              "",
              "MigrationFailed",
              "new rows would stay open in column length",
              "mend it in a version before this one"),
          new Input(
              "a trigger that replication passes by",
              "ALTER TABLE app.memory ENABLE TRIGGER zzzz_fill_upd;",
              set("length", "1000 / length(body)"),
              "",
              "MigrationFailed",
              "trigger zzzz_fill_upd is not ENABLE ALWAYS"),
          new Input(
              "a volatile function",
              "",
              set("length", "(10 * random())::int + length(body)"),
              "",
              "MigrationFailed",
              "random() is volatile",
              "allowVolatile"),
          new Input(
              "an index that knows the column",
              "CREATE INDEX by_length ON app.memory (length);",
              set("length", "1000 / length(body)"),
              "",
              "MigrationFailed",
              "index app.by_length knows column length"),
          new Input(
              "a trigger that fights back",
              "CREATE FUNCTION app.fight() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';"
                  + "CREATE TRIGGER fight BEFORE UPDATE ON app.memory FOR EACH ROW WHEN (OLD.id = 17)"
                  + " EXECUTE FUNCTION app.fight();",
              set("length", "1000 / length(body)"),
              "",
              "BackfillIncomplete",
              "1 row(s) could not be filled: {\"id\": 17}",
              "trigger"));

  private static String set(String column, String expression) {
    return "table: app.memory\nset: {%s: \"%s\"}\n".formatted(column, expression);
  }

  static Stream<List<Object>> cases() {
    return Stream.of(14, 18).flatMap(major -> INPUTS.stream().map(i -> List.of(major, i)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void endsWithItsReason(List<Object> majorAndInput) {
    int major = (int) majorAndInput.get(0);
    Input input = (Input) majorAndInput.get(1);
    PostgresServer server = PostgresServer.shared(major);
    String name = "bad-%d-%d".formatted(major, INPUTS.indexOf(input));
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase(name, server);
    for (TestDatabase database : List.of(mdb.staging(), mdb.production())) {
      server
          .adminOf(database.name())
          .execute(
              "CREATE FOREIGN DATA WRAPPER w; CREATE SERVER elsewhere FOREIGN DATA WRAPPER w;"
                  + " GRANT USAGE ON FOREIGN SERVER elsewhere TO \"%s\""
                      .formatted(database.user()));
    }
    mdb.create(
            "2",
            Map.of(
                "V1__memory.sql", TABLE + "INSERT INTO app.memory" + ROWS,
                "V2__expand.sql", EXPAND + input.more(),
                "V3__fill.backfill.yaml", input.yaml()))
        .awaitReady();
    if (!input.meanwhile().isEmpty()) {
      server
          .adminOf(mdb.staging().name())
          .execute(input.meanwhile().formatted(mdb.staging().user()));
    }

    mdb.target("3").awaitReason(input.reason());

    assertThat(mdb.message()).contains("V3__fill.backfill.yaml").contains(input.words());
    assertThat(mdb.environment("staging").version()).isEqualTo("2");
    assertThat(mdb.environment("production").note()).contains("waits: staging is held back");
  }

  /** It passes: what was filled stays, and it goes on when there is room again. */
  @OnEachPostgres
  void aFullDiskIsWaitedFor(int major) {
    try (PostgresServer server =
        PostgresServer.startWithSmallDisk(major, Map.of("fsync", "off"), "24m")) {
      server.admin().execute("CREATE TABLESPACE small LOCATION '" + server.smallDisk() + "'");
      server.admin().execute("GRANT CREATE ON TABLESPACE small TO PUBLIC");
      TestMemoryDatabase mdb =
          OPERATOR
              .namespace()
              .memoryDatabase("full-disk-" + major, server)
              .create(
                  "2",
                  Map.of(
                      "V1__memory.sql",
                      TABLE.replace("NOT NULL);", "NOT NULL) TABLESPACE small;")
                          + "INSERT INTO app.memory"
                          + ROWS.replace("40", "1000"),
                      "V2__expand.sql",
                      EXPAND,
                      "V3__fill.backfill.yaml",
                      set("length", "1000 / length(body)")));
      mdb.awaitReady();
      TestDatabase admin = server.adminOf(mdb.staging().name());
      admin.execute(
          "CREATE TABLE memdb.ballast (x text) TABLESPACE small; DO $$ BEGIN LOOP"
              + " INSERT INTO memdb.ballast VALUES (repeat('x', 1000)); END LOOP;"
              + " EXCEPTION WHEN disk_full THEN NULL; END $$");

      mdb.target("3").awaitReason("staging", "TransientFailureRetrying");

      assertThat(mdb.environment("staging").note())
          .contains("V3__fill.backfill.yaml", "No space left on device", "53100", "tried again");
      admin.execute("DROP TABLE memdb.ballast");
      mdb.await("Ready", Duration.ofMinutes(1), Resources::isReady);
      assertThat(admin.value("SELECT count(*) FROM app.memory WHERE length = 1")).isEqualTo("2000");
    }
  }
}
