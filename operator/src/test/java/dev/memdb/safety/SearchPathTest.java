package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.safety.Target.Transactions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where names without a schema are. */
final class SearchPathTest {
  /** Free of a varchar column that is known, and of nothing else. */
  private static final String FREE = "ALTER TABLE t ALTER COLUMN name TYPE text;";

  private static final String MEMORY =
      "CREATE TABLE memory.t (id bigint PRIMARY KEY, name varchar);";

  private static List<Finding> judge(Target target, String... files) {
    var list = new ArrayList<LintFile>();
    for (String file : files) {
      list.add(
          new LintFile("V" + (list.size() + 1) + "__a.sql", file, list.size() + 1 == files.length));
    }
    return Linter.judge(list, target).stream().filter(Finding::counts).toList();
  }

  /** The rules that are found in the last file; the others have run. */
  private static List<String> found(List<String> schemas, String... files) {
    return judge(Target.of(18).searching(schemas), files).stream().map(Finding::rule).toList();
  }

  @Test
  void aNameIsLookedForInTheSchemasOfThePath() {
    assertThat(found(List.of("memory"), MEMORY, FREE)).isEmpty();
    assertThat(found(List.of("app", "memory"), MEMORY, FREE)).isEmpty();
    assertThat(found(List.of("app"), MEMORY, FREE)).containsExactly("changing-column-type");
    assertThat(found(List.of("public"), MEMORY, FREE)).containsExactly("changing-column-type");
  }

  @Test
  void whatIsMadeGoesIntoTheFirstSchemaAlsoWhereALaterOneHasOneOfThatName() {
    String another = "CREATE TABLE t (id int PRIMARY KEY, name int);";
    List<String> path = List.of("app", "memory");

    assertThat(found(path, MEMORY, another, FREE)).containsExactly("changing-column-type");
    assertThat(found(path, MEMORY, another, FREE.replace("TABLE t", "TABLE memory.t"))).isEmpty();
    assertThat(found(path, MEMORY, "CREATE INDEX i ON t (name);"))
        .containsExactly("require-concurrent-index-creation");
    assertThat(found(path, MEMORY, another + "CREATE INDEX i ON t (name);")).isEmpty();
  }

  @Test
  void typesAndFunctionsAreFoundSoToo() {
    String function = "CREATE FUNCTION memory.wipe() RETURNS void LANGUAGE sql AS 'DELETE FROM t';";
    assertThat(found(List.of("app", "memory"), function, "SELECT wipe();"))
        .containsExactly("unbatched-backfill");
    assertThat(found(List.of("app"), function, "SELECT wipe();"))
        .containsExactly("opaque-dynamic-sql");
    String domain = "CREATE DOMAIN memory.note AS text;" + MEMORY;
    String column = "ALTER TABLE memory.t ADD COLUMN a note;";
    assertThat(found(List.of("memory"), domain.replace("text", "text CHECK (VALUE <> '')"), column))
        .containsExactly("adding-field-constrained-domain");
    assertThat(found(List.of("memory"), domain, column)).isEmpty();
  }

  @Test
  void aFileSaysOtherwiseForItsRest() {
    List<String> nothing = List.of("public");
    for (String set :
        List.of(
            "SET search_path = memory;",
            "SET search_path TO \"$user\", memory, pg_catalog;",
            "SET SCHEMA 'memory';",
            "SET LOCAL search_path = memory;",
            "SELECT set_config('search_path', 'memory, public', true);",
            "SELECT pg_catalog.set_config('search_path', '\"memory\"', false);",
            "DO $$ BEGIN PERFORM set_config('search_path', 'Memory', false); END $$;")) {
      assertThat(found(nothing, MEMORY, set + FREE)).as(set).isEmpty();
      assertThat(found(nothing, MEMORY, FREE + set)).as("behind it: " + set).hasSize(1);
      assertThat(found(nothing, MEMORY, set, FREE)).as("another file: " + set).hasSize(1);
    }
    for (String back :
        List.of(
            "RESET search_path;",
            "SET search_path TO DEFAULT;",
            "RESET ALL;",
            "SELECT set_config('search_path', '', false);")) {
      assertThat(found(nothing, MEMORY, "SET search_path = memory;" + back + FREE))
          .as(back)
          .hasSize(1);
    }
  }

  @Test
  void setLocalEndsWithItsTransaction() {
    Target psql = new Target(18, null, Transactions.STATEMENT);
    String inside = "BEGIN; SET LOCAL search_path = memory; %s COMMIT;";

    assertThat(judge(psql, MEMORY, inside.formatted(FREE))).isEmpty();
    assertThat(judge(psql, MEMORY, inside.formatted("") + FREE))
        .extracting(Finding::rule)
        .contains("changing-column-type");
    assertThat(judge(psql, MEMORY, "SET LOCAL search_path = memory;" + FREE))
        .extracting(Finding::rule)
        .contains("changing-column-type");
    assertThat(judge(psql, MEMORY, "SET search_path = memory; BEGIN; COMMIT;" + FREE))
        .extracting(Finding::rule)
        .doesNotContain("changing-column-type");
  }

  @Test
  void aFunctionRunsWithItsOwnPath() {
    String wipe =
        "CREATE FUNCTION public.wipe() RETURNS void LANGUAGE plpgsql SET search_path = memory AS"
            + " $$ BEGIN DELETE FROM t; END $$;";

    assertThat(judge(Target.of(18), MEMORY + wipe, "SELECT wipe();"))
        .singleElement()
        .satisfies(f -> assertThat(f.message()).contains("memory.t"));
    assertThat(found(List.of("public"), MEMORY + wipe, "SELECT wipe();" + FREE))
        .containsExactly("unbatched-backfill", "changing-column-type");
  }

  /** A temporary table hides one that is in use, until its session ends. */
  @Test
  void whatIsTemporaryIsFoundFirst() {
    String hides = "CREATE TEMP TABLE t (id bigint);";
    String index = "CREATE INDEX i ON t (id);";
    List<String> path = List.of("memory");

    assertThat(found(path, MEMORY, hides + index)).isEmpty();
    assertThat(found(path, MEMORY, hides + index.replace("ON t", "ON memory.t"))).hasSize(1);
    assertThat(found(path, MEMORY, hides + "DROP TABLE t;" + index)).hasSize(1);
    assertThat(found(path, MEMORY, hides, index)).hasSize(1);
  }
}
