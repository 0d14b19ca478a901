package dev.memdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.memdb.sql.Expression;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the columns that a cycle fills. It has a function and triggers of its own, so that a row
 * whose value cannot be computed keeps only that one open.
 *
 * @param schema of the table, unquoted
 * @param table its name, unquoted
 * @param name unquoted
 * @param value what it gets
 * @param type null: the column is there already
 */
record FilledColumn(String schema, String table, String name, Expression value, String type) {
  /**
   * Reads what was asked for.
   *
   * @param range the table, as PostgreSQL's parser has it
   * @param name unquoted
   * @param text the expression
   * @throws IllegalArgumentException with a message for people
   */
  static FilledColumn of(JsonNode range, String name, String text, String type) {
    Expression value =
        Expression.of(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--set: \"%s\" is not one SQL expression".formatted(text)));
    String table = range.path("relname").asText();
    if (value.hasSubquery()) {
      throw new IllegalArgumentException(
          "--set: the expression has a subquery; which columns are the row's own cannot be told."
              + " Write the files by hand, as docs/backfill.md shows");
    }
    for (Expression.Column c : value.columns()) {
      if (c.name().size() != 1 || c.name().get(0).equals(table)) {
        throw new IllegalArgumentException(
            "--set: name the row's columns one by one, and without the table: \"%s\""
                .formatted(c.name().isEmpty() ? "*" : String.join(".", c.name())));
      }
    }
    if (type != null) {
      requireType(type);
    }
    return new FilledColumn(range.path("schemaname").asText(), table, name, value, type);
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

  String quoted() {
    return SqlNames.quoted(name);
  }

  /** The columns that its value is made of, unquoted. */
  List<String> sources() {
    return value.columns().stream().map(c -> c.name().get(0)).distinct().toList();
  }

  String function() {
    String plain = SqlNames.fitting("fill_" + SqlNames.fitting("", table, ""), "_" + name, "");
    return SqlNames.quoted(schema) + "." + SqlNames.quoted(plain);
  }

  String insertTrigger() {
    return SqlNames.quoted(SqlNames.fitting("zzzz_fill_", name, "_ins"));
  }

  String updateTrigger() {
    return SqlNames.quoted(SqlNames.fitting("zzzz_fill_", name, "_upd"));
  }

  String constraint() {
    return SqlNames.quoted(SqlNames.fitting(table + "_", name, "_filled"));
  }

  /** Its line in the YAML file. */
  String assignment() {
    return "  " + yaml(quoted()) + ": " + TextNode.valueOf(value.text());
  }

  /** A scalar of YAML, quoted as JSON is where it must be. */
  static String yaml(String text) {
    return text.matches("[a-z_][a-z0-9_.]*") ? text : TextNode.valueOf(text).toString();
  }

  /** A template that is about one column. */
  String filled(String template, Map<String, String> ofTheCycle) {
    Map<String, String> values = new HashMap<>(ofTheCycle);
    values.put(":column", quoted());
    values.put(":function", function());
    values.put(":insert_trigger", insertTrigger());
    values.put(":update_trigger", updateTrigger());
    values.put(":changed", changed());
    values.put(":value", newValue());
    return Templates.fill(Templates.read(template), values, quoteTag());
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
}
