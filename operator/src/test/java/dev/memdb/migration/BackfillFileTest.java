package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code V2__x.backfill.yaml}: what it says, and what is wrong with it. */
class BackfillFileTest {
  private static BackfillSpec read(String yaml) {
    MigrationSet set = Files.load("V1__a.sql", "SELECT 1", "V2__fill.backfill.yaml", yaml);
    return set.migrations().get(1).backfill();
  }

  @Test
  void saysWhichRowsGetWhat() {
    BackfillSpec spec = read("table: App.\"Odd t\"\nset: {a: \"length(b)\", \"\\\"B\\\"\": 7}\n");

    assertThat(spec.relation()).isEqualTo("\"app\".\"Odd t\"");
    assertThat(spec.assignments()).isEqualTo("\"a\" = (length(b)), \"B\" = (7)");
    assertThat(spec.pending()).isEqualTo("(\"a\" IS NULL OR \"B\" IS NULL)");
    assertThat(spec.invariant()).isEqualTo("\"a\" IS NOT NULL AND \"B\" IS NOT NULL");
  }

  @Test
  void whereAndCompleteAreKept() {
    BackfillSpec spec =
        read("table: app.t\nset: {a: \"1\"}\nwhere: \"b > 0\"\ncomplete: \"a >= 0\"\n");

    assertThat(spec.pending()).isEqualTo("(b > 0) AND (a >= 0) IS NOT TRUE");
    assertThat(spec.invariant()).isEqualTo("(b > 0) IS NOT TRUE OR ((a >= 0))");
  }

  @Test
  void volatileFunctionsAreAllowedByName() {
    assertThat(read("table: app.t\nset: {a: \"1\"}\n").allowVolatile()).isEmpty();
    assertThat(
            read("table: app.t\nset: {a: \"1\"}\nallowVolatile: [gen_random_uuid, App.\"New id\"]\n")
                .allowVolatile())
        .containsExactly("pg_catalog.gen_random_uuid", "app.New id");
    assertThat(read("table: app.t\nset: {a: \"1\"}\nallowVolatile: random\n").allowVolatile())
        .containsExactly("pg_catalog.random");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [                                            | it is no YAML
          just text                                    | it has no fields
          {table: t, set: {a: "1"}}                    | table: write it with its schema
          {table: "app.t; DROP TABLE x", set: {a: "1"}} | table: write it with its schema
          {table: app.t}                               | set: write at least one column
          {table: app.t, set: {}}                      | set: write at least one column
          {table: app.t, set: {a: }}                   | set: a has no expression
          {table: app.t, set: {"a b": "1"}}            | set: a b is no column's name
          {table: app.t, set: {a: "1), (2"}}           | set: what a gets is not one SQL expression
          {table: app.t, set: {a: "1); DROP TABLE x; SELECT (1"}} | is not one SQL expression
          {table: app.t, set: {a: "1) FROM x WHERE (true"}} | is not one SQL expression
          {table: app.t, set: {a: "1 +"}}              | is not one SQL expression
          {table: app.t, set: {a: "1"}, where: "; x"}  | where: it is not one SQL expression
          {table: app.t, set: {a: "1"}, complete: "1) OR (1=1; x"} | complete: it is not one SQL
          {table: app.t, set: {a: "1"}, where: "id IN (SELECT 1)"} | where: it has a subquery
          {table: app.t, set: {a: "1"}, allowVolatile: ["f()"]} | allowVolatile: f() is no function's name
          {table: app.t, set: {a: "1"}, allowVolatile: ["a.b.c"]} | allowVolatile: a.b.c is no function's name
          {table: app.t, set: {a: "1"}, batch: 5}      | batch is no field of a backfill
          {table: app.t, table: app.u, set: {a: "1"}}  | it is no YAML
          """)
  void whatIsWrongIsSaid(String yaml, String message) {
    assertThat(Files.problems("V1__a.sql", "SELECT 1", "V2__fill.backfill.yaml", yaml))
        .anySatisfy(p -> assertThat(p).contains(message));
  }

  @Test
  void aCommentSwallowsNothing() {
    BackfillSpec spec = read("table: app.t\nset: {a: \"1 -- one\"}\nwhere: \"true -- all\"\n");

    assertThat(spec.values()).isEqualTo("(1 -- one\n)");
    assertThat(spec.assignments()).isEqualTo("\"a\" = (1 -- one\n)");
    assertThat(spec.pending()).startsWith("(true -- all\n) AND");
  }
}
