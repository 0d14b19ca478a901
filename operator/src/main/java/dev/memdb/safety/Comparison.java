package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.List;
import java.util.Map;

/**
 * What a CHECK says of a column in one of its parts that all must hold.
 *
 * @param operator with the column on its left; {@code =} with several values: one of them
 * @param values constants
 */
record Comparison(String operator, List<Literal> values) {
  private static final Map<String, String> TURNED =
      Map.of("=", "=", "<>", "<>", "<", ">", ">", "<", "<=", ">=", ">=", "<=");

  /** Adds every such part of an expression. */
  static void collect(JsonNode expression, String column, List<Comparison> found) {
    JsonNode bool = expression.path("BoolExpr");
    if (bool.path("boolop").asText().equals("AND_EXPR")) {
      bool.path("args").forEach(a -> collect(a, column, found));
      return;
    }
    JsonNode part = expression.path("A_Expr");
    String operator = Trees.lastName(part.path("name"));
    JsonNode left = part.path("lexpr");
    JsonNode right = part.path("rexpr");
    boolean turned = isColumn(right, column);
    if (!turned && !isColumn(left, column)) {
      return;
    }
    JsonNode values = turned ? left : right;
    switch (part.path("kind").asText()) {
      case "AEXPR_OP" -> {
        if (TURNED.containsKey(operator)) {
          add(turned ? TURNED.get(operator) : operator, values, found);
        }
      }
      case "AEXPR_IN" -> addAll(operator, values.path("List").path("items"), found);
      case "AEXPR_OP_ANY" -> {
        JsonNode array = Expressions.withoutCasts(values).path("A_ArrayExpr");
        addAll(operator, array.path("elements"), found);
      }
      case "AEXPR_BETWEEN" -> {
        JsonNode ends = values.path("List").path("items");
        add(">=", ends.path(0), found);
        add("<=", ends.path(1), found);
      }
      default -> {}
    }
  }

  private static void add(String operator, JsonNode value, List<Comparison> found) {
    Literal literal = Literal.of(value);
    if (literal != null) {
      found.add(new Comparison(operator, List.of(literal)));
    }
  }

  private static void addAll(String operator, JsonNode list, List<Comparison> found) {
    List<Literal> values = Literal.all(list);
    if (!values.isEmpty()) {
      found.add(new Comparison(operator, values));
    }
  }

  private static boolean isColumn(JsonNode expression, String column) {
    JsonNode reference = Expressions.withoutCasts(expression).path("ColumnRef").path("fields");
    return Trees.lastName(reference).equals(column);
  }

  /** Whether a row with that value cannot be there. */
  boolean refutes(Literal value) {
    return switch (operator) {
      case "=" -> !values.isEmpty() && !values.contains(value);
      case "<>" -> values.contains(value);
      case "<" -> values.get(0).compare(value) <= 0;
      case "<=" -> values.get(0).compare(value) < 0;
      case ">" -> values.get(0).compare(value) >= 0;
      case ">=" -> values.get(0).compare(value) > 0;
      default -> false;
    };
  }
}
