package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.BuiltinFunctions;
import dev.memdb.sql.Trees;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What can be told of an expression from its tree. */
final class Expressions {
  /** What AT TIME ZONE calls. It is volatile for TIME WITH TIME ZONE, which no default has. */
  private static final String AT_TIME_ZONE = "timezone";

  private Expressions() {}

  /** The columns that it names, without their tables. */
  static Set<String> columns(JsonNode expression) {
    var columns = new LinkedHashSet<String>();
    Trees.forEachObject(
        expression,
        object -> {
          if (object.has("ColumnRef")) {
            columns.add(Trees.lastName(object.path("ColumnRef").path("fields")));
          }
        });
    return columns;
  }

  /**
   * Whether a CHECK that holds for all rows proves that a column is nowhere NULL, as PostgreSQL
   * tells (predicate_implied_by): {@code c > 0} does not, for it lets NULL pass.
   */
  static boolean provesNotNull(JsonNode check, String column) {
    return provesNotNull(check, column, false);
  }

  /** A NOT goes inwards: that of an OR is an AND of NOTs. */
  private static boolean provesNotNull(JsonNode check, String column, boolean negated) {
    JsonNode bool = check.path("BoolExpr");
    if (bool.isMissingNode()) {
      return isNullTest(check, negated ? "IS_NULL" : "IS_NOT_NULL", column);
    }
    String operator = bool.path("boolop").asText();
    if (operator.equals("NOT_EXPR")) {
      return provesNotNull(bool.path("args").path(0), column, !negated);
    }
    Stream<JsonNode> parts = StreamSupport.stream(bool.path("args").spliterator(), false);
    return operator.equals(negated ? "OR_EXPR" : "AND_EXPR")
        ? parts.anyMatch(p -> provesNotNull(p, column, negated))
        : parts.allMatch(p -> provesNotNull(p, column, negated));
  }

  /**
   * Whether a condition holds for each row in which none of some columns is NULL: an index with
   * such a condition has all that an equality with the columns looks for.
   */
  static boolean holdsUnlessNull(JsonNode condition, Collection<String> columns) {
    JsonNode bool = condition.path("BoolExpr");
    JsonNode parts = bool.path("args");
    return switch (bool.path("boolop").asText()) {
      case "AND_EXPR" -> {
        boolean holds = true;
        for (JsonNode part : parts) {
          holds &= holdsUnlessNull(part, columns);
        }
        yield holds;
      }
      case "NOT_EXPR" -> columns.stream().anyMatch(c -> isNullTest(parts.path(0), "IS_NULL", c));
      default -> columns.stream().anyMatch(c -> isNullTest(condition, "IS_NOT_NULL", c));
    };
  }

  private static boolean isNullTest(JsonNode expression, String kind, String column) {
    JsonNode test = expression.path("NullTest");
    JsonNode reference = test.path("arg").path("ColumnRef").path("fields");
    return test.path("nulltesttype").asText().equals(kind)
        && Trees.lastName(reference).equals(column);
  }

  /** Whether it may give another value each time it is asked; what nobody knows may. */
  static boolean isVolatile(JsonNode expression, Schema schema) {
    boolean[] found = {false};
    Trees.forEachObject(
        expression,
        o -> found[0] |= o.has("FuncCall") && isVolatileCall(o.path("FuncCall"), schema));
    return found[0];
  }

  private static boolean isVolatileCall(JsonNode call, Schema schema) {
    List<String> name = Trees.name(call.path("funcname"));
    boolean builtin = name.size() == 1 || name.get(0).equals("pg_catalog");
    String function = name.get(name.size() - 1);
    if (builtin && (BuiltinFunctions.contains(function) || function.equals(AT_TIME_ZONE))) {
      return false;
    }
    return schema.function(name).map(f -> f.isVolatile(schema)).orElse(true);
  }

  /** The casts around a value taken off. */
  static JsonNode withoutCasts(JsonNode expression) {
    JsonNode inner = expression;
    while (inner.has("TypeCast")) {
      inner = inner.path("TypeCast").path("arg");
    }
    return inner;
  }

  /** Whether it is the word NULL, with casts or not. */
  static boolean isNull(JsonNode expression) {
    return withoutCasts(expression).path("A_Const").path("isnull").asBoolean();
  }
}
