package dev.memdb.migration;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.memdb.sql.Expression;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code V6__fill_importance.backfill.yaml}. What is SQL in it is read with PostgreSQL's own
 * parser, and must be what it is said to be: an expression is one expression, and nothing behind
 * it.
 */
final class BackfillFile {
  private static final Set<String> FIELDS =
      Set.of("table", "set", "where", "complete", "allowVolatile");
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private final String file;
  private final Problems problems;
  private boolean sound = true;

  private BackfillFile(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Empty: a problem was found. */
  static Optional<BackfillSpec> read(String file, String text, Problems problems) {
    return new BackfillFile(file, problems).read(text);
  }

  private Optional<BackfillSpec> read(String text) {
    JsonNode root;
    try {
      root = YAML.readTree(text);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      problems.add(
          file, at == null ? 0 : at.getLineNr(), "it is no YAML: " + e.getOriginalMessage());
      return Optional.empty();
    }
    if (root == null || !root.isObject()) {
      object("it has no fields; write table: and set:");
      return Optional.empty();
    }
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!FIELDS.contains(name)) {
                object(
                    name
                        + " is no field of a backfill; there are table, set, where, complete, allowVolatile");
              }
            });
    List<String> table = table(root.path("table"));
    List<BackfillSpec.Assignment> set = set(root.path("set"));
    String where = condition(root, "where");
    String complete = condition(root, "complete");
    List<String> allowed = functions(root.path("allowVolatile"));
    return sound
        ? Optional.of(new BackfillSpec(table.get(0), table.get(1), set, where, complete, allowed))
        : Optional.empty();
  }

  private void object(String message) {
    problems.add(file, message);
    sound = false;
  }

  private List<String> table(JsonNode value) {
    JsonNode range =
        parse("TABLE " + value.asText())
            .map(s -> s.node().path("fromClause").path(0).path("RangeVar"))
            .orElse(null);
    if (!value.isTextual() || range == null || !range.hasNonNull("schemaname")) {
      object("table: write it with its schema, like memory.memories");
      return List.of();
    }
    return List.of(range.path("schemaname").asText(), range.path("relname").asText());
  }

  private List<BackfillSpec.Assignment> set(JsonNode value) {
    if (!value.isObject() || value.isEmpty()) {
      object("set: write at least one column and its expression, like importance: \"0.5\"");
      return List.of();
    }
    List<BackfillSpec.Assignment> set = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      String column = column(field.getKey());
      String expression = field.getValue().asText();
      if (column == null) {
        object("set: " + field.getKey() + " is no column's name");
      } else if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        object("set: " + column + " has no expression; quote it, like \"length(content)\"");
      } else if (Expression.of(expression).isPresent()) {
        set.add(new BackfillSpec.Assignment(column, expression));
      } else {
        object("set: what " + column + " gets is not one SQL expression: " + expression);
      }
    }
    return set;
  }

  private String column(String name) {
    return parse("SELECT " + name)
        .map(s -> s.node().path("targetList").path(0).path("ResTarget"))
        .filter(target -> !target.has("name"))
        .map(target -> target.path("val").path("ColumnRef").path("fields"))
        .filter(fields -> fields.size() == 1)
        .map(fields -> fields.path(0).path("String").path("sval").asText(null))
        .orElse(null);
  }

  private String condition(JsonNode root, String name) {
    JsonNode value = root.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    Optional<Expression> condition =
        value.isValueNode() ? Expression.of(value.asText()) : Optional.empty();
    if (condition.isEmpty()) {
      object(name + ": it is not one SQL expression");
    } else if (condition.get().hasSubquery()) {
      object(
          name
              + ": it has a subquery, and the CHECK constraint that proves the result can have none;"
              + " say it with the row's own columns");
    }
    return value.asText();
  }

  /** Names of functions; without a schema they are PostgreSQL's own. */
  private List<String> functions(JsonNode names) {
    if (names.isMissingNode() || names.isNull()) {
      return List.of();
    }
    List<String> functions = new ArrayList<>();
    for (JsonNode name : names.isArray() ? names : YAML.createArrayNode().add(names)) {
      List<String> parts = function(name.asText());
      if (parts.isEmpty() || parts.size() > 2) {
        object("allowVolatile: " + name.asText() + " is no function's name, like gen_random_uuid");
      } else {
        functions.add(parts.size() == 1 ? "pg_catalog." + parts.get(0) : String.join(".", parts));
      }
    }
    return functions;
  }

  private static List<String> function(String name) {
    List<String> parts = new ArrayList<>();
    parse("SELECT " + name + "()")
        .map(s -> s.node().path("targetList"))
        .filter(targets -> targets.size() == 1)
        .map(targets -> targets.path(0).path("ResTarget").path("val").path("FuncCall"))
        .ifPresent(
            call ->
                call.path("funcname")
                    .forEach(part -> parts.add(part.path("String").path("sval").asText())));
    return parts;
  }

  private static Optional<Statement> parse(String sql) {
    try {
      List<Statement> statements = SqlParser.shared().parse(sql);
      return statements.size() == 1 ? Optional.of(statements.get(0)) : Optional.empty();
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
  }
}
