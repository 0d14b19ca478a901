package dev.memdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The versions that columns need which are filled online. Each of those that tighten has a file of
 * its own, for what one of them must not do under the lock of another.
 *
 * @param table as it is written, with its schema
 * @param columns at least one; all are filled in one pass
 * @param first the version of the first file
 */
record BackfillCycle(String table, List<FilledColumn> columns, int first) {
  /** So many files there are. */
  static final int VERSIONS = 6;

  /** More columns than this are counted in the names of files, not listed. */
  private static final int LISTED = 2;

  BackfillCycle {
    columns = List.copyOf(columns);
  }

  /**
   * Reads what was asked for.
   *
   * @param sets each {@code column=expression}
   * @param types each {@code column=type}, or for a single column only the type
   * @throws IllegalArgumentException with a message for people
   */
  static BackfillCycle of(String table, List<String> sets, List<String> types, int first) {
    JsonNode range =
        SqlNames.statement("TABLE " + table)
            .map(s -> s.path("fromClause").path(0).path("RangeVar"))
            .filter(r -> r.hasNonNull("schemaname") && !r.hasNonNull("catalogname"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--table: \"%s\" is no table with its schema, such as memory.memories"
                            .formatted(table)));
    String written =
        SqlNames.quoted(range.path("schemaname").asText())
            + "."
            + SqlNames.quoted(range.path("relname").asText());
    return new BackfillCycle(written, new SetOptions(sets, types).columns(range), first);
  }

  /** Texts by name, in the order of their versions. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    String added = columns.get(0).type() == null ? "" : filled("add-column.sql");
    files.put(file(0, "expand_", ".sql"), added + filled("expand.sql"));
    files.put(file(1, "fill_", ".backfill.yaml"), filled("fill.yaml"));
    files.put(file(2, "tighten_", ".sql"), filled("tighten.sql"));
    files.put(file(3, "tighten_", "_validated.sql"), filled("validate.sql"));
    files.put(file(4, "tighten_", "_required.sql"), filled("require.sql"));
    files.put(file(5, "contract_", ".sql"), filled("contract.sql"));
    return files;
  }

  private String file(int step, String phase, String rest) {
    List<String> plain =
        columns.stream()
            .map(c -> c.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"))
            .toList();
    String what =
        plain.size() > LISTED
            ? plain.get(0) + "_and_" + (plain.size() - 1) + "_more"
            : String.join("_and_", plain);
    return "V%d__%s%s%s".formatted(first + step, phase, what, rest);
  }

  private String filled(String template) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int step = 0; step < VERSIONS; step++) {
      values.put(":V" + step, "V" + (first + step));
    }
    values.put(":table", table);
    values.put(":yaml_table", FilledColumn.yaml(table));
    values.put(":functions", each("\n", c -> c.filled("function.sql", values)));
    values.put(":triggers", each("\n", c -> c.filled("triggers.sql", values)));
    values.put(":columns", each(" and ", FilledColumn::quoted));
    values.put(":s", columns.size() == 1 ? "" : "s");
    values.put(":added", actions(c -> "ADD COLUMN " + c.quoted() + " " + c.type()));
    values.put(
        ":always",
        each(
            ",\n",
            c ->
                "  ENABLE ALWAYS TRIGGER %s,\n  ENABLE ALWAYS TRIGGER %s"
                    .formatted(c.insertTrigger(), c.updateTrigger())));
    values.put(":assignments", each("\n", FilledColumn::assignment));
    values.put(
        ":checks",
        actions(
            c ->
                "ADD CONSTRAINT %s CHECK (%s IS NOT NULL) NOT VALID"
                    .formatted(c.constraint(), c.quoted())));
    values.put(":validated", actions(c -> "VALIDATE CONSTRAINT " + c.constraint()));
    values.put(":required", actions(c -> "ALTER COLUMN " + c.quoted() + " SET NOT NULL"));
    values.put(":unchecked", actions(c -> "DROP CONSTRAINT " + c.constraint()));
    values.put(":dropped", each("", c -> c.filled("drop.sql", values)));
    return Templates.fill(Templates.read(template), values, "$$");
  }

  private String each(String between, Function<FilledColumn, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(between));
  }

  /** What one ALTER TABLE does: behind its name, or, where it is several things, below. */
  private String actions(Function<FilledColumn, String> action) {
    String before = columns.size() == 1 ? " " : "\n  ";
    return before + each("," + before, action);
  }

  /** What was written, and what to do next. */
  String advice(Path dir) {
    List<String> names = List.copyOf(files().keySet());
    return Templates.read("advice.txt")
        .formatted(
            dir,
            names.get(0),
            names.get(1),
            names.get(2),
            names.get(3),
            names.get(4),
            names.get(5),
            Integer.toString(first + VERSIONS - 2),
            each(" and ", FilledColumn::quoted),
            Integer.toString(first + VERSIONS - 1));
  }
}
