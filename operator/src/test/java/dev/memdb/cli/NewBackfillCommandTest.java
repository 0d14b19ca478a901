package dev.memdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code memdb new backfill}: what it writes. */
class NewBackfillCommandTest {
  @TempDir Path dir;

  private NewBackfill command;

  @BeforeEach
  void prepare() {
    command = new NewBackfill(dir);
  }

  @Test
  void writesOneFileForEachVersion() throws IOException {
    assertThat(command.importance("--version", "4")).isZero();

    assertThat(command.files())
        .containsExactly(
            "V4__expand_importance.sql",
            "V5__fill_importance.backfill.yaml",
            "V6__tighten_importance.sql",
            "V7__tighten_importance_validated.sql",
            "V8__tighten_importance_required.sql",
            "V9__contract_importance.sql");
    assertThat(command.text("V4__expand_importance.sql"))
        .contains(
            "ALTER TABLE memory.memories ADD COLUMN importance real;",
            "CREATE FUNCTION memory.fill_memories_importance() RETURNS trigger",
            "SET search_path = pg_catalog, pg_temp",
            "NEW.importance := least(1.0, length(NEW.content) / 1000.0);",
            "FOR EACH ROW WHEN (NEW.importance IS NULL)\n",
            "WHEN (NEW.importance IS NULL OR OLD.content IS DISTINCT FROM NEW.content)",
            "and V5 names it",
            "ENABLE ALWAYS TRIGGER zzzz_fill_importance_ins,");
    assertThat(command.text("V5__fill_importance.backfill.yaml"))
        .endsWith(
            "table: memory.memories\nset:\n  importance: \"least(1.0, length(content) / 1000.0)\"\n");
    assertThat(command.text("V8__tighten_importance_required.sql"))
        .contains("the constraint of V7");
    assertThat(command.out().toString())
        .contains("V9__contract_importance.sql", "targetVersion: \"8\"", "targetVersion: \"9\"");
    assertThat(command.err().toString()).isEmpty();
  }

  @Test
  void countsOnFromWhatIsThere() throws IOException {
    Files.createFile(dir.resolve("V1__a.sql"));
    Files.createFile(dir.resolve("V12__b.sql"));
    Files.createFile(dir.resolve("README.md"));

    assertThat(command.importance()).isZero();

    assertThat(command.files())
        .contains("V13__expand_importance.sql", "V18__contract_importance.sql");
  }

  @Test
  void withoutATypeTheColumnIsThereAlready() throws IOException {
    assertThat(command.run("--table", "app.t", "--set", "a=b", "--version", "1")).isZero();

    assertThat(command.text("V1__expand_a.sql"))
        .doesNotContain("ADD COLUMN")
        .contains("NEW.a := NEW.b;");
  }

  /** Each with a function of its own: where one fails, the other has its value all the same. */
  @Test
  void severalColumnsAreFilledInOnePass() throws IOException {
    assertThat(
            command.run(
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
        .as(command.err().toString())
        .isZero();

    assertThat(command.files())
        .contains("V1__expand_size_and_kind.sql", "V2__fill_size_and_kind.backfill.yaml");
    assertThat(command.text("V1__expand_size_and_kind.sql"))
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
    assertThat(command.text("V2__fill_size_and_kind.backfill.yaml"))
        .endsWith("set:\n  size: \"length(body)\"\n  \"\\\"Kind\\\"\": \"lower(label)\"\n");
    assertThat(command.text("V3__tighten_size_and_kind.sql"))
        .endsWith(
            """
            ALTER TABLE app.t
              ADD CONSTRAINT t_size_filled CHECK (size IS NOT NULL) NOT VALID,
              ADD CONSTRAINT "t_Kind_filled" CHECK ("Kind" IS NOT NULL) NOT VALID;
            """);
    assertThat(command.text("V6__contract_size_and_kind.sql"))
        .contains("writes size and \"Kind\" itself")
        .endsWith("DROP FUNCTION app.\"fill_t_Kind\"();\n");
    assertThat(command.out().toString()).contains("writes size and \"Kind\" itself");
  }

  @Test
  void manyColumnsAreCountedInTheNamesOfFiles() throws IOException {
    assertThat(
            command.run(
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

    assertThat(command.files()).contains("V1__expand_a_and_2_more.sql");
  }

  @Test
  void oddNamesAreQuotedEverywhere() throws IOException {
    assertThat(
            command.run(
                "--table",
                "App.\"Odd t\"",
                "--set",
                "\"To\"\"Do\"=\"user\" || 'é' || x::text || '$$' -- all",
                "--type",
                "text",
                "--version",
                "1"))
        .as(command.err().toString())
        .isZero();

    assertThat(command.files()).contains("V1__expand_to_do.sql");
    assertThat(command.text("V1__expand_to_do.sql"))
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
    assertThat(command.run("--table", "app.t", "--set", column + "=b", "--version", "1")).isZero();

    assertThat(command.text("V1__expand_" + column + ".sql"))
        .contains("TRIGGER zzzz_fill_" + "c".repeat(49) + "_ins BEFORE", "_upd BEFORE UPDATE");
  }
}
