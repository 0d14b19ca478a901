package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.Set;

/** Whether a CHECK says which values a column may have, and not only what they look like. */
final class ValueLists {
  private static final Set<String> PATTERNS = Set.of("~", "~*", "~~", "~~*");
  private static final Set<String> AS_IT_IS = Set.of("lower", "upper", "btrim");
  private static final Set<String> RANGE = Set.of("<", "<=", ">", ">=");

  private ValueLists() {}

  /** A list, a pattern or a range of numbers; what is not understood is taken for one. */
  static boolean gives(JsonNode check, String column) {
    JsonNode bool = check.path("BoolExpr");
    if (!bool.isMissingNode()) {
      return switch (bool.path("boolop").asText()) {
        case "AND_EXPR" -> any(bool.path("args"), column);
        case "OR_EXPR" -> all(bool.path("args"), column);
        default -> false;
      };
    }
    if (check.has("NullTest") || !Expressions.columns(check).contains(column)) {
      return false;
    }
    JsonNode expression = check.path("A_Expr");
    if (expression.isMissingNode()) {
      return hasConstant(check); // such as CASE, or a function that knows
    }
    return switch (expression.path("kind").asText()) {
      case "AEXPR_IN", "AEXPR_OP_ANY" -> isEquality(expression);
      case "AEXPR_OP_ALL" -> false;
      case "AEXPR_OP" -> compares(expression, column);
      default -> hasConstant(check);
    };
  }

  private static boolean compares(JsonNode expression, String column) {
    String operator = operator(expression);
    JsonNode left = Expressions.withoutCasts(expression.path("lexpr"));
    JsonNode right = Expressions.withoutCasts(expression.path("rexpr"));
    if (operator.equals("=") || PATTERNS.contains(operator)) {
      return (right.has("A_Const") && isValue(left, column))
          || (left.has("A_Const") && isValue(right, column));
    }
    boolean number = isNumber(left) || isNumber(right);
    return !RANGE.contains(operator)
        ? !operator.equals("<>") && hasConstant(expression)
        : number && isColumn(left, column) != isColumn(right, column);
  }

  private static boolean isEquality(JsonNode expression) {
    return operator(expression).equals("=");
  }

  private static String operator(JsonNode expression) {
    return Trees.lastName(expression.path("name"));
  }

  private static boolean isNumber(JsonNode value) {
    JsonNode constant = value.path("A_Const");
    return constant.has("ival") || constant.has("fval");
  }

  /** The column as it is, or as it is written in one case: its length is not it. */
  private static boolean isValue(JsonNode value, String column) {
    JsonNode call = value.path("FuncCall");
    return isColumn(value, column)
        || (AS_IT_IS.contains(Trees.lastName(call.path("funcname")))
            && isColumn(Expressions.withoutCasts(call.path("args").path(0)), column))
        || value.has("CoalesceExpr");
  }

  private static boolean isColumn(JsonNode value, String column) {
    return Trees.lastName(value.path("ColumnRef").path("fields")).equals(column);
  }

  private static boolean any(JsonNode parts, String column) {
    for (JsonNode part : parts) {
      if (gives(part, column)) {
        return true;
      }
    }
    return false;
  }

  /** One that only lets NULL pass adds no value. */
  private static boolean all(JsonNode parts, String column) {
    boolean gives = false;
    for (JsonNode part : parts) {
      boolean isNull =
          part.path("NullTest").path("nulltesttype").asText().equals("IS_NULL")
              && isColumn(part.path("NullTest").path("arg"), column);
      if (!isNull && !gives(part, column)) {
        return false;
      }
      gives |= !isNull;
    }
    return gives;
  }

  private static boolean hasConstant(JsonNode expression) {
    boolean[] found = {false};
    Trees.forEachObject(expression, o -> found[0] |= o.has("A_Const"));
    return found[0];
  }
}
