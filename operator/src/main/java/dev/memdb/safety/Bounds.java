package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether UPDATE and DELETE can only change a few rows: those of a key, of a range, of a LIMIT. */
final class Bounds {
  /** What a key is called where nobody knows the table's. */
  private static final Pattern KEY = Pattern.compile("(?i)ctid|id|uuid|guid|pk|key|.*_id|.*_uuid");

  /** What people look a single row up by. */
  private static final Pattern NATURAL_KEY =
      Pattern.compile("(?i)name|code|slug|email|login|username|version_num|.*_(?:key|code|name)");

  private Bounds() {}

  static boolean limits(JsonNode node, Table table, Schema schema) {
    JsonNode where = node.path("whereClause");
    if (where.isMissingNode()) {
      return false;
    }
    if (where.has("CurrentOfExpr") || hasLimit(node)) {
      return true;
    }
    Set<String> others = others(node);
    var exact = new HashSet<String>();
    var low = new HashSet<String>();
    var high = new HashSet<String>();
    for (JsonNode part : conjuncts(where)) {
      read(part, others, exact, low, high);
    }
    Stream<String> ranges = high.stream().filter(c -> isLeading(c, table, schema));
    return exact.contains("ctid") || isKey(exact, table, schema) || ranges.findAny().isPresent();
  }

  private static boolean hasLimit(JsonNode node) {
    boolean[] found = {false};
    Trees.forEachObject(node, o -> found[0] |= o.has("limitCount"));
    return found[0];
  }

  private static List<JsonNode> conjuncts(JsonNode where) {
    var parts = new ArrayList<JsonNode>();
    JsonNode bool = where.path("BoolExpr");
    if (bool.path("boolop").asText().equals("AND_EXPR")) {
      bool.path("args").forEach(a -> parts.addAll(conjuncts(a)));
    } else {
      parts.add(where);
    }
    return parts;
  }

  /** The names of what is joined: what it has may be any number of rows, unless it is VALUES. */
  private static Set<String> others(JsonNode node) {
    var names = new HashSet<String>();
    for (String clause : List.of("fromClause", "usingClause")) {
      Trees.forEachObject(
          node.path(clause),
          object -> {
            if (object.has("relname")) {
              JsonNode alias = object.path("alias").path("aliasname");
              names.add(alias.isTextual() ? alias.asText() : object.path("relname").asText());
            }
            JsonNode query = object.path("RangeSubselect");
            if (!query.isMissingNode()
                && !query.path("subquery").path("SelectStmt").has("valuesLists")) {
              names.add(query.path("alias").path("aliasname").asText());
            }
          });
    }
    return names;
  }

  private static void read(
      JsonNode part, Set<String> others, Set<String> exact, Set<String> low, Set<String> high) {
    JsonNode link = part.path("SubLink");
    if (link.path("subLinkType").asText().equals("ANY_SUBLINK")) {
      return; // a subquery without LIMIT bounds nothing
    }
    JsonNode expression = part.path("A_Expr");
    JsonNode left = expression.path("lexpr");
    JsonNode right = expression.path("rexpr");
    String operator = Trees.lastName(expression.path("name"));
    String column = column(left);
    boolean turned = column == null || isOther(left, others);
    if (turned) {
      column = column(right);
      left = right;
      right = expression.path("lexpr");
    }
    if (column == null || isOther(left, others) || isOther(right, others)) {
      return;
    }
    switch (expression.path("kind").asText()) {
      case "AEXPR_OP" -> {
        switch (operator) {
          case "=" -> exact.add(column);
          case "<", "<=" -> (turned ? low : high).add(column);
          case ">", ">=" -> (turned ? high : low).add(column);
          default -> {}
        }
      }
      case "AEXPR_IN", "AEXPR_OP_ANY" -> {
        if (operator.equals("=") && !right.has("SubLink")) {
          exact.add(column);
        }
      }
      case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM" -> high.add(column);
      default -> {}
    }
  }

  private static String column(JsonNode expression) {
    JsonNode reference = Expressions.withoutCasts(expression).path("ColumnRef").path("fields");
    return reference.isEmpty() ? null : Trees.lastName(reference);
  }

  private static boolean isOther(JsonNode expression, Set<String> others) {
    JsonNode fields = Expressions.withoutCasts(expression).path("ColumnRef").path("fields");
    return fields.size() > 1 && others.contains(Trees.string(fields.path(0)));
  }

  /** Whether the columns have all of a key that the table is known to have. */
  private static boolean isKey(Set<String> columns, Table table, Schema schema) {
    List<List<String>> keys = keys(table, schema);
    if (keys.isEmpty() && !table.known) {
      return columns.stream()
          .anyMatch(c -> KEY.matcher(c).matches() || NATURAL_KEY.matcher(c).matches());
    }
    return keys.stream().anyMatch(columns::containsAll);
  }

  private static boolean isLeading(String column, Table table, Schema schema) {
    List<List<String>> keys = keys(table, schema);
    if (keys.isEmpty() && !table.known) {
      return KEY.matcher(column).matches();
    }
    return column.equals("ctid") || keys.stream().anyMatch(k -> k.get(0).equals(column));
  }

  private static List<List<String>> keys(Table table, Schema schema) {
    return schema.indexesOf(table).stream()
        .filter(i -> i.unique && !i.isPartial() && !i.columns.isEmpty() && !i.hasExpression())
        .map(i -> i.columns)
        .toList();
  }
}
