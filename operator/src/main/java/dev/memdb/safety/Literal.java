package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A constant in an expression.
 *
 * @param text as it was written, without its type
 */
record Literal(String text) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:\\.\\d+)?");

  /** The end of a point in time that is a day's beginning. */
  private static final Pattern MIDNIGHT = Pattern.compile("[ T]00:00(?::00(?:\\.0+)?)?(?:\\+00)?$");

  /** The constant that an expression is; null when it is none. */
  static Literal of(JsonNode expression) {
    JsonNode value = Expressions.withoutCasts(expression);
    JsonNode constant = value.path("A_Const");
    if (constant.has("ival")) {
      return new Literal(Integer.toString(constant.path("ival").path("ival").asInt()));
    }
    if (constant.has("fval")) {
      return new Literal(constant.path("fval").path("fval").asText());
    }
    if (constant.has("boolval")) {
      return new Literal(Boolean.toString(constant.path("boolval").path("boolval").asBoolean()));
    }
    if (constant.has("sval")) {
      String text = constant.path("sval").path("sval").asText();
      return new Literal(MIDNIGHT.matcher(text).replaceFirst(""));
    }
    if (value.has("ColumnRef")) { // MINVALUE and MAXVALUE
      return new Literal("\0" + Trees.lastName(value.path("ColumnRef").path("fields")));
    }
    return null;
  }

  /** The constants of a list; none when one of them is something else. */
  static List<Literal> all(JsonNode list) {
    var values = new ArrayList<Literal>();
    for (JsonNode item : list) {
      Literal value = of(item);
      if (value == null) {
        return List.of();
      }
      values.add(value);
    }
    return values;
  }

  boolean isMinimum() {
    return "\0minvalue".equals(text);
  }

  boolean isMaximum() {
    return "\0maxvalue".equals(text);
  }

  /** Less than, equal to or greater than 0; numbers as such. */
  int compare(Literal other) {
    if (NUMBER.matcher(text).matches() && NUMBER.matcher(other.text).matches()) {
      return new BigDecimal(text).compareTo(new BigDecimal(other.text));
    }
    return text.compareTo(other.text);
  }
}
