package dev.memdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code memdb new backfill}: what it writes, and what it says when it does not. */
class NewBackfillCommandTest {
  private static final String IMPORTANCE = "importance=least(1.0, length(content) / 1000.0)";

  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("backfill", "--dir", dir.toString()));
    all.addAll(List.of(arguments));
    return new CommandLine(new NewCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private int importance(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("--table", "memory.memories", "--set", IMPORTANCE, "--type", "real"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private String text(String file) throws IOException {
    return Files.readString(dir.resolve(file));
  }

  @Test
  void writesOneFileForEachVersion() throws IOException {
    assertThat(importance("--version", "4")).isZero();

    assertThat(files())
        .containsExactly(
            "V4__expand_importance.sql",
            "V5__fill_importance.backfill.yaml",
            "V6__tighten_importance.sql",
            "V7__tighten_importance_validated.sql",
            "V8__tighten_importance_required.sql",
            "V9__contract_importance.sql");
    assertThat(text("V4__expand_importance.sql"))
        .contains(
            "ALTER TABLE memory.memories ADD COLUMN importance real;",
            "CREATE FUNCTION memory.fill_memories_importance() RETURNS trigger",
            "SET search_path = pg_catalog, pg_temp",
            "NEW.importance := least(1.0, length(NEW.content) / 1000.0);",
            "FOR EACH ROW WHEN (NEW.importance IS NULL)\n",
            "WHEN (NEW.importance IS NULL OR OLD.content IS DISTINCT FROM NEW.content)",
            "and V5 names it",
            "ENABLE ALWAYS TRIGGER zzzz_fill_importance_ins,");
    assertThat(text("V5__fill_importance.backfill.yaml"))
        .endsWith(
            "table: memory.memories\nset:\n  importance: \"least(1.0, length(content) / 1000.0)\"\n");
    assertThat(text("V8__tighten_importance_required.sql")).contains("the constraint of V7");
    assertThat(out.toString())
        .contains("V9__contract_importance.sql", "targetVersion: \"8\"", "targetVersion: \"9\"");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void countsOnFromWhatIsThere() throws IOException {
    Files.createFile(dir.resolve("V1__a.sql"));
    Files.createFile(dir.resolve("V12__b.sql"));
    Files.createFile(dir.resolve("README.md"));

    assertThat(importance()).isZero();

    assertThat(files()).contains("V13__expand_importance.sql", "V18__contract_importance.sql");
  }

  @Test
  void withoutATypeTheColumnIsThereAlready() throws IOException {
    assertThat(run("--table", "app.t", "--set", "a=b", "--version", "1")).isZero();

    assertThat(text("V1__expand_a.sql")).doesNotContain("ADD COLUMN").contains("NEW.a := NEW.b;");
  }

  /** Each with a function of its own: where one fails, the other has its value all the same. */
  @Test
  void severalColumnsAreFilledInOnePass() throws IOException {
    assertThat(
            run(
                "--table",
                "app.t",
                "--set",
                "size=length(body)",
                "--set",
                "\"Kind\"=lower(label)",
                "--type",
                "size=int",
                "--type",
                "\"Kind\"=text",
                "--version",
                "1"))
        .as(err.toString())
        .isZero();

    assertThat(files())
        .contains("V1__expand_size_and_kind.sql", "V2__fill_size_and_kind.backfill.yaml");
    assertThat(text("V1__expand_size_and_kind.sql"))
        .startsWith(
            """
            -- Expand: the columns, without a value and without a default, so that no row is rewritten.
            ALTER TABLE app.t
              ADD COLUMN size int,
              ADD COLUMN "Kind" text;

            --""")
        .contains(
            "FUNCTION app.fill_t_size()",
            "NEW.size := length(NEW.body);",
            "FUNCTION app.\"fill_t_Kind\"()",
            "NEW.\"Kind\" := lower(NEW.label);",
            "WHEN (NEW.size IS NULL OR OLD.body IS DISTINCT FROM NEW.body)",
            "WHEN (NEW.\"Kind\" IS NULL OR OLD.label IS DISTINCT FROM NEW.label)")
        .endsWith(
            """
            ALTER TABLE app.t
              ENABLE ALWAYS TRIGGER zzzz_fill_size_ins,
              ENABLE ALWAYS TRIGGER zzzz_fill_size_upd,
              ENABLE ALWAYS TRIGGER "zzzz_fill_Kind_ins",
              ENABLE ALWAYS TRIGGER "zzzz_fill_Kind_upd";
            """);
    assertThat(text("V2__fill_size_and_kind.backfill.yaml"))
        .endsWith("set:\n  size: \"length(body)\"\n  \"\\\"Kind\\\"\": \"lower(label)\"\n");
    assertThat(text("V3__tighten_size_and_kind.sql"))
        .endsWith(
            """
            ALTER TABLE app.t
              ADD CONSTRAINT t_size_filled CHECK (size IS NOT NULL) NOT VALID,
              ADD CONSTRAINT "t_Kind_filled" CHECK ("Kind" IS NOT NULL) NOT VALID;
            """);
    assertThat(text("V6__contract_size_and_kind.sql"))
        .contains("writes size and \"Kind\" itself")
        .endsWith("DROP FUNCTION app.\"fill_t_Kind\"();\n");
    assertThat(out.toString()).contains("writes size and \"Kind\" itself");
  }

  @Test
  void manyColumnsAreCountedInTheNamesOfFiles() throws IOException {
    assertThat(
            run(
                "--table",
                "app.t",
                "--set",
                "a=x",
                "--set",
                "b=x",
                "--set",
                "c=x",
                "--type",
                "a=int",
                "--type",
                "b=int",
                "--type",
                "c=int",
                "--version",
                "1"))
        .isZero();

    assertThat(files()).contains("V1__expand_a_and_2_more.sql");
  }

  @ParameterizedTest(name = "{0} {1}, {2} {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=x      | a=int  | b=a + 1 | b=int  | b is made of a, which has no value yet
          a=x      | a=int  | a=y     | a=int  | a comes twice
          a=x      | a=int  | b=y     | int    | does not say of which --set it is the type
          a=x      | a=int  | b=y     | c=int  | does not say of which --set it is the type
          a=x      | a=int  | b=y     | a=text | b has none, so it is there already
          a=x      | a=int  | b=b + y | b=int  | would be made of itself
          """)
  void whatIsWrongWithSeveralIsSaid(
      String set, String type, String set2, String type2, String message) throws IOException {
    assertThat(
            run(
                "--table",
                "app.t",
                "--set",
                set,
                "--type",
                type,
                "--set",
                set2,
                "--type",
                type2,
                "--version",
                "1"))
        .isEqualTo(2);

    assertThat(err.toString()).contains(message);
    assertThat(files()).isEmpty();
  }

  @Test
  void longNamesThatWouldMeetAreRefused() {
    String a = "c".repeat(60) + "a";
    String b = "c".repeat(60) + "b";
    assertThat(
            run(
                "--table",
                "app.t",
                "--set",
                a + "=x",
                "--set",
                b + "=y",
                "--type",
                a + "=int",
                "--type",
                b + "=int",
                "--version",
                "1"))
        .isEqualTo(2);

    assertThat(err.toString()).contains("begin alike", "files of its own");
  }

  @Test
  void oddNamesAreQuotedEverywhere() throws IOException {
    assertThat(
            run(
                "--table",
                "App.\"Odd t\"",
                "--set",
                "\"To\"\"Do\"=\"user\" || 'é' || x::text || '$$' -- all",
                "--type",
                "text",
                "--version",
                "1"))
        .as(err.toString())
        .isZero();

    assertThat(files()).contains("V1__expand_to_do.sql");
    assertThat(text("V1__expand_to_do.sql"))
        .contains(
            "ALTER TABLE app.\"Odd t\" ADD COLUMN \"To\"\"Do\" text;",
            "CREATE FUNCTION app.\"fill_Odd t_To\"\"Do\"() RETURNS trigger",
            "AS $fill0$",
            "NEW.\"To\"\"Do\" := (NEW.\"user\" || 'é' || NEW.x::text || '$$' -- all\n  );",
            "OR OLD.\"user\" IS DISTINCT FROM NEW.\"user\" OR OLD.x IS DISTINCT FROM NEW.x)");
  }

  @Test
  void longNamesAreCutWhereTheyStayDifferent() throws IOException {
    String column = "c".repeat(63);
    assertThat(run("--table", "app.t", "--set", column + "=b", "--version", "1")).isZero();

    assertThat(text("V1__expand_" + column + ".sql"))
        .contains("TRIGGER zzzz_fill_" + "c".repeat(49) + "_ins BEFORE", "_upd BEFORE UPDATE");
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    Files.writeString(dir.resolve("V7__mine.sql"), "SELECT 7;");

    assertThat(importance("--version", "5")).isEqualTo(1);

    assertThat(files()).containsExactly("V7__mine.sql");
    assertThat(err.toString()).contains("V7__mine.sql has version 7 already", "--version");
    assertThat(importance("--version", "8")).isZero();
    assertThat(importance("--version", "8")).isEqualTo(1);
  }

  @Test
  void aDirectoryThatIsNotThereIsSaid() {
    assertThat(importance("--dir", dir.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--dir");
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          memories        | a=b                 | int          | 1   | is no table with its schema
          a.b.c           | a=b                 | int          | 1   | is no table with its schema
          a.b; DROP TABLE x | a=b               | int          | 1   | is no table with its schema
          a.b             | length(content)     | int          | 1   | does not begin with a column's name
          a.b             | a b=c               | int          | 1   | does not begin with a column's name
          a.b             | a int, ADD b=c      | int          | 1   | does not begin with a column's name
          a.b             | a=                  | int          | 1   | is not one SQL expression
          a.b             | a=b, c              | int          | 1   | is not one SQL expression
          a.b             | a=1); DROP TABLE x; SELECT (1 | int | 1  | is not one SQL expression
          a.b             | a=(SELECT max(x) FROM y) | int     | 1   | has a subquery
          a.b             | a=b.c               | int          | 1   | without the table: "b.c"
          a.b             | a=length(b)         | int          | 1   | without the table: "b"
          a.b             | a=a + 1             | int          | 1   | would be made of itself
          a.b             | a=c                 | int NOT NULL | 1   | is more than a type
          a.b             | a=c                 | int, ADD d int | 1 | is no type
          a.b             | a=c                 | int          | 0   | is no whole number
          a.b             | a=c                 | int          | 1.5 | is no whole number
          a.b             | a=c                 | int          |     | no migration is in
          """)
  void whatIsWrongIsSaid(String table, String set, String type, String version, String message)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--table", table, "--set", set, "--type", type));
    if (version != null) {
      arguments.addAll(List.of("--version", version));
    }

    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);

    assertThat(err.toString()).contains(message);
    assertThat(files()).isEmpty();
  }
}
