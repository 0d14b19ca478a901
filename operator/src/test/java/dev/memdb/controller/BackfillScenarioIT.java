package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.TestMemoryDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A column of a table with rows: expanded, filled, tightened; staging first, then production. */
class BackfillScenarioIT {
  static final Map<String, String> FILES =
      Map.of(
          "V1__memory.sql",
          "CREATE SCHEMA app; CREATE TABLE app.memory (id bigint PRIMARY KEY, body text NOT NULL);",
          "V2__expand.sql",
          """
          ALTER TABLE app.memory ADD COLUMN length int;
          CREATE FUNCTION app.fill_length() RETURNS trigger LANGUAGE plpgsql
            SET search_path = pg_catalog AS
            $$ BEGIN NEW.length := length(NEW.body); RETURN NEW; END $$;
          CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON app.memory
            FOR EACH ROW EXECUTE FUNCTION app.fill_length();
          ALTER TABLE app.memory ENABLE ALWAYS TRIGGER zzzz_fill;
          """,
          "V3__fill_length.backfill.yaml",
          "table: app.memory\nset: {length: \"length(body)\"}\n",
          "V4__tighten.sql",
          "ALTER TABLE app.memory ALTER COLUMN length SET NOT NULL;");

  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  @Test
  void reachesBothEnvironments() {
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("filled").create("1", FILES);
    mdb.awaitReady();
    String rows =
        "INSERT INTO app.memory SELECT i, repeat('x', 40) FROM generate_series(1, 3000) i";
    mdb.staging().execute(rows);
    mdb.production().execute(rows);

    mdb.target("4").awaitReady();

    for (var database : new dev.memdb.testkit.TestDatabase[] {mdb.staging(), mdb.production()}) {
      assertThat(database.value("SELECT count(*) FROM app.memory WHERE length = 40"))
          .isEqualTo("3000");
      assertThat(database.column("SELECT version FROM memdb.history ORDER BY installed_rank"))
          .containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void aRowThatCannotBeFilledHoldsProductionBack() {
    Map<String, String> files =
        Sql.with(
            FILES,
            "V3__fill_length.backfill.yaml",
            "table: app.memory\nset: {length: \"1 / (id - 7)\"}\n");
    TestMemoryDatabase mdb = OPERATOR.namespace().memoryDatabase("stuck").create("1", files);
    mdb.awaitReady();
    mdb.staging().execute("INSERT INTO app.memory SELECT i, '' FROM generate_series(1, 10) i");

    mdb.target("4").awaitReason("BackfillIncomplete");

    assertThat(mdb.message()).contains("V3__fill_length.backfill.yaml", "{\"id\": 7}", "22012");
    assertThat(mdb.environment("staging").version()).isEqualTo("2");
    assertThat(mdb.environment("production").version()).isEqualTo("1");
    mdb.files(FILES).awaitReady();
  }
}
