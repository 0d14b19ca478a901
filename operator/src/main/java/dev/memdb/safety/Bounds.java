package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether UPDATE and DELETE can only change a few rows: those of a key, of a range, of a LIMIT. */
final class Bounds {
  /** What a key is called where nobody knows the table's. */
  private static final Pattern KEY = Pattern.compile("(?i)ctid|id|uuid|guid|pk|key|.*_id|.*_uuid");

  /** What people look a single row up by. */
  private static final Pattern NATURAL_KEY =
      Pattern.compile("(?i)name|code|slug|email|login|username|version_num|.*_(?:key|code|name)");

  private final Sources sources;
  private final Table table;
  private final Schema schema;

  /** Columns that are given their values, or a few of them. */
  private final Set<String> exact = new HashSet<>();

  /** Columns that have an upper end. */
  private final Set<String> ends = new HashSet<>();

  /** Whether a LIMIT or a condition that nothing meets leaves few rows. */
  private boolean few;

  private Bounds(Sources sources, Table table, Schema schema) {
    this.sources = sources;
    this.table = table;
    this.schema = schema;
  }

  /** Of an UPDATE or DELETE. */
  static boolean limits(JsonNode node, Table table, Schema schema) {
    return limits(List.of(node.path("whereClause")), Sources.of(node), table, schema);
  }

  /** Whether conditions that must all hold leave only a few rows. */
  static boolean limits(List<JsonNode> conditions, Sources sources, Table table, Schema schema) {
    var bounds = new Bounds(sources, table, schema);
    conditions.forEach(c -> conjuncts(c).forEach(bounds::read));
    return bounds.few
        || bounds.exact.contains("ctid")
        || bounds.isKey()
        || bounds.ends.stream().anyMatch(bounds::isLeading);
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

  private void read(JsonNode part) {
    JsonNode constant = part.path("A_Const");
    boolean never = constant.has("boolval") && !constant.path("boolval").has("boolval");
    few |= never || part.has("CurrentOfExpr") || Expressions.isNull(part);
    JsonNode link = part.path("SubLink");
    if (link.path("subLinkType").asText().equals("ANY_SUBLINK")) {
      boolean equal = !link.has("operName") || Trees.lastName(link.path("operName")).equals("=");
      if (equal) {
        among(columns(link.path("testexpr")), sources.rows(link.path("subselect")));
      }
      return;
    }
    JsonNode expression = part.path("A_Expr");
    JsonNode left = expression.path("lexpr");
    JsonNode right = expression.path("rexpr");
    String operator = Trees.lastName(expression.path("name"));
    switch (expression.path("kind").asText()) {
      case "AEXPR_OP" -> compare(left, operator, right);
      case "AEXPR_IN" -> {
        if (operator.equals("=")) {
          among(columns(left), Sources.Rows.WRITTEN);
        }
      }
      case "AEXPR_OP_ANY" -> {
        if (operator.equals("=")) {
          among(columns(left), sources.rows(right));
        }
      }
      case "AEXPR_BETWEEN", "AEXPR_BETWEEN_SYM" -> ends.addAll(columns(left));
      default -> {}
    }
  }

  /** A column is one of what a query gives. */
  private void among(List<String> columns, Sources.Rows rows) {
    few |= rows == Sources.Rows.LIMITED && !columns.isEmpty();
    if (rows == Sources.Rows.WRITTEN) {
      exact.addAll(columns);
    }
  }

  private void compare(JsonNode left, String operator, JsonNode right) {
    JsonNode first = left.path("RowExpr").path("args");
    JsonNode second = right.path("RowExpr").path("args");
    if (!first.isEmpty()) {
      int count = operator.equals("=") ? Math.min(first.size(), second.size()) : 1;
      for (int i = 0; i < count; i++) {
        compare(first.path(i), operator, second.path(i));
      }
      return;
    }
    boolean turned = column(left) == null || sources.isOfJoined(left);
    JsonNode own = turned ? right : left;
    JsonNode other = turned ? left : right;
    String column = column(own);
    if (column == null || sources.isOfJoined(own)) {
      return;
    }
    Sources.Rows rows = sources.rowsOf(other, table);
    switch (operator) {
      case "=" -> among(List.of(column), rows);
      case "<", "<=" -> end(column, !turned && rows != Sources.Rows.ANY);
      case ">", ">=" -> end(column, turned && rows != Sources.Rows.ANY);
      default -> {}
    }
  }

  private void end(String column, boolean upper) {
    if (upper) {
      ends.add(column);
    }
  }

  /** The columns of a value or a row of values; of joined tables none. */
  private List<String> columns(JsonNode expression) {
    var columns = new ArrayList<String>();
    JsonNode row = expression.path("RowExpr").path("args");
    for (JsonNode part : row.isEmpty() ? List.of(expression) : row) {
      if (column(part) != null && !sources.isOfJoined(part)) {
        columns.add(column(part));
      }
    }
    return columns;
  }

  private static String column(JsonNode expression) {
    JsonNode reference = Expressions.withoutCasts(expression).path("ColumnRef").path("fields");
    return reference.isEmpty() ? null : Trees.lastName(reference);
  }

  /** Whether the columns have all of a key that the table is known to have. */
  private boolean isKey() {
    List<List<String>> keys = keys();
    if (keys.isEmpty() && !table.known) {
      return exact.stream()
          .anyMatch(c -> KEY.matcher(c).matches() || NATURAL_KEY.matcher(c).matches());
    }
    return keys.stream().anyMatch(exact::containsAll);
  }

  private boolean isLeading(String column) {
    List<List<String>> keys = keys();
    if (keys.isEmpty() && !table.known) {
      return KEY.matcher(column).matches();
    }
    return column.equals("ctid") || keys.stream().anyMatch(k -> k.get(0).equals(column));
  }

  private List<List<String>> keys() {
    return schema.indexesOf(table).stream()
        .filter(i -> i.unique && !i.isPartial() && !i.columns.isEmpty() && !i.hasExpression())
        .map(i -> i.columns)
        .toList();
  }
}
