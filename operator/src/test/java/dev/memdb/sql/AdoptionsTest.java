package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Which objects a statement is content to find there already. */
class AdoptionsTest {
  static final List<Arguments> TABLE =
      List.of(
          says("CREATE INDEX IF NOT EXISTS i ON memory.t (a)", "kept index memory.i"),
          says("CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", "kept index i"),
          says("CREATE INDEX i ON memory.t (a)"),
          says("CREATE TABLE IF NOT EXISTS memory.t (a int)", "kept table memory.t.*"),
          says(
              "CREATE TABLE IF NOT EXISTS memory.t (a int PRIMARY KEY, b int, UNIQUE (a, b))",
              "kept table memory.t.*",
              "kept constraint memory.t.t_pkey",
              "kept index memory.t_pkey",
              "kept constraint memory.t.t_a_b_key",
              "kept index memory.t_a_b_key"),
          says("CREATE TABLE memory.t (a int)"),
          says("CREATE SEQUENCE IF NOT EXISTS memory.s", "kept sequence memory.s"),
          says("CREATE SCHEMA IF NOT EXISTS memory", "kept schema memory"),
          says("CREATE EXTENSION IF NOT EXISTS pg_trgm", "kept extension pg_trgm"),
          says(
              "CREATE MATERIALIZED VIEW IF NOT EXISTS memory.m AS SELECT 1",
              "kept materialized view memory.m.*"),
          says("ALTER TYPE memory.e ADD VALUE IF NOT EXISTS 'x'", "kept enum memory.e"),
          says(
              "ALTER TABLE memory.t ADD COLUMN IF NOT EXISTS a int, ADD b int",
              "kept column memory.t.a"),
          says(
              "ALTER TABLE memory.t ADD COLUMN IF NOT EXISTS a int UNIQUE CONSTRAINT c CHECK (a > 0)",
              "kept column memory.t.a",
              "kept constraint memory.t.t_a_key",
              "kept index memory.t_a_key",
              "kept constraint memory.t.c",
              "kept index memory.c"),
          says("ALTER TABLE memory.t DROP COLUMN IF EXISTS a", "removed column memory.t.a"),
          says(
              "ALTER TABLE memory.t DROP CONSTRAINT IF EXISTS c",
              "removed constraint memory.t.c",
              "removed index memory.c"),
          says("DROP INDEX IF EXISTS memory.i, j", "removed index memory.i", "removed index j"),
          says("DROP INDEX memory.i"),
          says("DROP TABLE IF EXISTS memory.t CASCADE", "removed table memory.t.*"),
          says("DROP TRIGGER IF EXISTS g ON memory.t", "removed trigger memory.t.g"),
          says("DROP FUNCTION IF EXISTS memory.f(int)", "removed function memory.f"),
          says("DROP DOMAIN IF EXISTS memory.d", "removed domain memory.d"),
          says("DROP EXTENSION IF EXISTS pg_trgm", "removed extension pg_trgm"),
          says(
              "CREATE OR REPLACE FUNCTION memory.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
              "replaced function memory.f"),
          says("CREATE OR REPLACE VIEW memory.v AS SELECT 1", "replaced view memory.v.*"),
          says(
              "CREATE OR REPLACE TRIGGER g BEFORE UPDATE ON memory.t EXECUTE FUNCTION memory.f()",
              "replaced trigger memory.t.g"),
          says(
              "ALTER INDEX IF EXISTS memory.i RENAME TO j",
              "kept index memory.i",
              "kept index memory.j"),
          says(
              "ALTER TABLE IF EXISTS memory.t RENAME COLUMN a TO b",
              "kept column memory.t.a",
              "kept column memory.t.b"),
          says(
              """
              DO $$ BEGIN
                IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'c') THEN
                  ALTER TABLE memory.t ADD CONSTRAINT c CHECK (a > 0);
                END IF;
              END $$
              """,
              "kept constraint memory.t.c",
              "kept index memory.c"),
          says("ALTER TABLE memory.t ADD CONSTRAINT c CHECK (a > 0)"),
          says(
              "ALTER TABLE memory.t ALTER a SET NOT NULL, ALTER b SET DEFAULT 1, ALTER c DROP DEFAULT",
              "altered column memory.t.a",
              "altered column memory.t.b",
              "altered column memory.t.c"),
          says(
              "ALTER TABLE memory.t SET (fillfactor = 90), VALIDATE CONSTRAINT c, OWNER TO x",
              "altered table memory.t",
              "altered constraint memory.t.c"),
          says(
              "DO $$ BEGIN ALTER TABLE memory.t ALTER a DROP NOT NULL, ADD b int; END $$",
              "altered column memory.t.a",
              "kept column memory.t.b"),
          says("COMMENT ON COLUMN memory.t.a IS 'x'"));

  @ParameterizedTest(name = "{0}")
  @FieldSource("TABLE")
  void areReadFromTheTree(String sql, List<String> expected) throws SqlSyntaxException {
    List<Adoption> found = Adoptions.in(SqlParser.shared().parse(sql).get(0));

    assertThat(found.stream().map(AdoptionsTest::inWords)).containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void concernWhatTheyName(String sql, String kind, String identity, boolean concerned)
      throws SqlSyntaxException {
    List<Adoption> found = Adoptions.in(SqlParser.shared().parse(sql).get(0));

    assertThat(found.stream().anyMatch(a -> a.concerns(kind, identity))).isEqualTo(concerned);
  }

  private static final String COLUMN =
      "ALTER TABLE \"My.App\".t ADD COLUMN IF NOT EXISTS \"a\"\"b\" int";
  private static final String WHOLE = "CREATE TABLE IF NOT EXISTS memory.t (a int)";

  static final List<Arguments> NAMES =
      List.of(
          Arguments.of(COLUMN, "column", "\"My.App\".t.\"a\"\"b\"", true),
          Arguments.of(COLUMN, "constraint", "\"My.App\".t.\"a\"\"b\"", false),
          Arguments.of(COLUMN, "column", "other.t.\"a\"\"b\"", false),
          Arguments.of(WHOLE, "table", "memory.t", true),
          Arguments.of(WHOLE, "column", "memory.t.a", true),
          Arguments.of(WHOLE, "trigger", "memory.t.g", true),
          Arguments.of(WHOLE, "column", "memory.tt.a", false),
          Arguments.of(WHOLE, "view", "memory.t", false),
          Arguments.of("DROP FUNCTION IF EXISTS memory.t()", "column", "memory.t.a", false),
          Arguments.of("DROP FUNCTION IF EXISTS memory.t()", "function", "memory.t()", true),
          Arguments.of(
              "CREATE INDEX IF NOT EXISTS i ON t (a)", "index", "whichever_schema.i", true),
          Arguments.of(
              "CREATE OR REPLACE FUNCTION memory.f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'",
              "function",
              "memory.f(a integer)",
              true));

  private static Arguments says(String sql, String... adoptions) {
    return Arguments.of(sql, List.of(adoptions));
  }

  private static String inWords(Adoption a) {
    return "%s %s %s%s"
        .formatted(
            a.way().name().toLowerCase(Locale.ROOT),
            a.kind(),
            String.join(".", a.path()),
            a.whole() ? ".*" : "");
  }
}
