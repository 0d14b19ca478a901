package dev.memdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.memdb.sql.Expression;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The versions that a column needs which is filled online. Each of those that tighten has a file of
 * its own, for what one of them must not do under the lock of another.
 *
 * @param table as it is written, with its schema
 * @param schema unquoted
 * @param name the table's, unquoted
 * @param column unquoted
 * @param value what it gets
 * @param type null: the column is there already
 * @param first the version of the first file
 */
record BackfillCycle(
    String table,
    String schema,
    String name,
    String column,
    Expression value,
    String type,
    int first) {
  /** So many files there are. */
  static final int VERSIONS = 6;

  /**
   * Reads what was asked for.
   *
   * @param set {@code column=expression}
   * @throws IllegalArgumentException with a message for people
   */
  static BackfillCycle of(String table, String set, String type, int first) {
    JsonNode range =
        SqlNames.statement("TABLE " + table)
            .map(s -> s.path("fromClause").path(0).path("RangeVar"))
            .filter(r -> r.hasNonNull("schemaname") && !r.hasNonNull("catalogname"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--table: \"%s\" is no table with its schema, such as memory.memories"
                            .formatted(table)));
    int equals = set.indexOf('=');
    String column =
        SqlNames.column(set.substring(0, Math.max(0, equals)))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--set: \"%s\" does not begin with a column's name and =, such as importance=length(content)"
                            .formatted(set)));
    Expression value = value(set.substring(equals + 1).strip(), column, range);
    if (type != null) {
      requireType(type);
    }
    String schema = range.path("schemaname").asText();
    String name = range.path("relname").asText();
    return new BackfillCycle(
        SqlNames.quoted(schema) + "." + SqlNames.quoted(name),
        schema,
        name,
        column,
        value,
        type,
        first);
  }

  private static Expression value(String text, String column, JsonNode range) {
    Expression value =
        Expression.of(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--set: \"%s\" is not one SQL expression".formatted(text)));
    if (value.hasSubquery()) {
      throw new IllegalArgumentException(
          "--set: the expression has a subquery; which columns are the row's own cannot be told."
              + " Write the files by hand, as docs/backfill.md shows");
    }
    for (Expression.Column c : value.columns()) {
      if (c.name().size() != 1 || c.name().get(0).equals(range.path("relname").asText())) {
        throw new IllegalArgumentException(
            "--set: name the row's columns one by one, and without the table: \"%s\""
                .formatted(c.name().isEmpty() ? "*" : String.join(".", c.name())));
      }
      if (c.name().get(0).equals(column)) {
        throw new IllegalArgumentException(
            "--set: %s would be made of itself, and again with each update; make it of other columns"
                .formatted(column));
      }
    }
    return value;
  }

  private static void requireType(String type) {
    JsonNode definition =
        SqlNames.columnDefinition("c " + type)
            .filter(d -> d.path("colname").asText().equals("c") && d.has("typeName"))
            .orElseThrow(
                () -> new IllegalArgumentException("--type: \"%s\" is no type".formatted(type)));
    if (definition.has("constraints") || definition.has("collClause")) {
      throw new IllegalArgumentException(
          "--type: \"%s\" is more than a type. The column begins without a value; NOT NULL comes last"
              .formatted(type));
    }
  }

  /** Texts by name, in the order of their versions. */
  Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    String added = type == null ? "" : filled("add-column.sql");
    files.put(file(0, "expand_", ".sql"), added + filled("expand.sql"));
    files.put(file(1, "fill_", ".backfill.yaml"), filled("fill.yaml"));
    files.put(file(2, "tighten_", ".sql"), filled("tighten.sql"));
    files.put(file(3, "tighten_", "_validated.sql"), filled("validate.sql"));
    files.put(file(4, "tighten_", "_required.sql"), filled("require.sql"));
    files.put(file(5, "contract_", ".sql"), filled("contract.sql"));
    return files;
  }

  private String file(int step, String phase, String rest) {
    String plain = column.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return "V%d__%s%s%s".formatted(first + step, phase, plain, rest);
  }

  private String filled(String template) {
    String text = Templates.read(template);
    Map<String, String> values = new LinkedHashMap<>();
    values.put(":table", table);
    values.put(":column", SqlNames.quoted(column));
    values.put(":type", type);
    values.put(":function", SqlNames.quoted(schema) + "." + SqlNames.quoted(function()));
    values.put(":insert_trigger", SqlNames.quoted(trigger("_ins")));
    values.put(":update_trigger", SqlNames.quoted(trigger("_upd")));
    values.put(":constraint", SqlNames.quoted(SqlNames.fitting(name + "_", column, "_filled")));
    values.put(":changed", changed());
    values.put(":value", newValue());
    values.put(":yaml_table", yaml(table));
    values.put(":yaml_column", yaml(SqlNames.quoted(column)));
    values.put(":yaml_value", TextNode.valueOf(value.text()).toString());
    for (int step = 0; step < VERSIONS; step++) {
      values.put(":V" + step, "V" + (first + step));
    }
    return Templates.fill(text, values, quoteTag());
  }

  private String function() {
    return SqlNames.fitting("fill_" + SqlNames.fitting("", name, ""), "_" + column, "");
  }

  private String trigger(String event) {
    return SqlNames.fitting("zzzz_fill_", column, event);
  }

  private List<String> sources() {
    return value.columns().stream().map(c -> c.name().get(0)).distinct().toList();
  }

  private String changed() {
    return sources().stream()
        .map(SqlNames::quoted)
        .map(s -> " OR OLD.%s IS DISTINCT FROM NEW.%s".formatted(s, s))
        .collect(Collectors.joining());
  }

  /** The expression over the row that a trigger sees. */
  private String newValue() {
    StringBuilder text = new StringBuilder(value.text());
    for (int i = value.columns().size() - 1; i >= 0; i--) {
      text.insert(value.columns().get(i).offset(), "NEW.");
    }
    return value.text().contains("--") ? "(" + text + "\n  )" : text.toString();
  }

  private String quoteTag() {
    String tag = "$$";
    for (int i = 0; value.text().contains(tag); i++) {
      tag = "$fill" + i + "$";
    }
    return tag;
  }

  /** A scalar of YAML, quoted as JSON is where it must be. */
  private static String yaml(String text) {
    return text.matches("[a-z_][a-z0-9_.]*") ? text : TextNode.valueOf(text).toString();
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
            SqlNames.quoted(column),
            Integer.toString(first + VERSIONS - 1));
  }
}
