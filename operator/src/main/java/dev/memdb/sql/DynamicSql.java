package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL that an expression puts together, as far as it can be told: a constant, {@code format()}
 * of one, or constants joined with {@code ||}. What is only known when it runs becomes a name.
 */
final class DynamicSql {
  /** Stands for a name or a value that nobody knows before; it is valid where either is. */
  static final String ANYTHING = "\"…\"";

  private static final Pattern PLACEHOLDER =
      Pattern.compile("%(?:(\\d+)\\$)?-?(?:\\d+|\\*)?([sIL%])");

  private static final Set<String> QUOTING =
      Set.of("quote_ident", "quote_literal", "quote_nullable", "format");

  private DynamicSql() {}

  /** Its text; empty when not even its beginning is known. */
  static Optional<String> of(JsonNode expression) {
    JsonNode value = withoutCasts(expression);
    JsonNode constant = value.path("A_Const").path("sval").path("sval");
    if (constant.isTextual()) {
      return Optional.of(constant.asText());
    }
    JsonNode call = value.path("FuncCall");
    if (Trees.lastName(call.path("funcname")).equals("format")) {
      return of(call.path("args").path(0)).map(template -> filled(template, call.path("args")));
    }
    JsonNode operation = value.path("A_Expr");
    if (Trees.lastName(operation.path("name")).equals("||")) {
      return of(operation.path("lexpr"))
          .map(head -> head + of(operation.path("rexpr")).orElse(ANYTHING));
    }
    return Optional.empty();
  }

  /** Whether a part of it may be SQL of any kind: what is joined with || and not quoted. */
  static boolean isOpen(JsonNode expression) {
    JsonNode operation = withoutCasts(expression).path("A_Expr");
    if (!Trees.lastName(operation.path("name")).equals("||")) {
      return false;
    }
    return isOpenPart(operation.path("lexpr")) || isOpenPart(operation.path("rexpr"));
  }

  private static boolean isOpenPart(JsonNode part) {
    JsonNode value = withoutCasts(part);
    String function = Trees.lastName(value.path("FuncCall").path("funcname"));
    boolean closed = value.has("A_Const") || QUOTING.contains(function);
    return !closed && (!value.has("A_Expr") || isOpen(value));
  }

  private static String filled(String template, JsonNode arguments) {
    Matcher placeholder = PLACEHOLDER.matcher(template);
    var text = new StringBuilder();
    int next = 1;
    while (placeholder.find()) {
      String kind = placeholder.group(2);
      String value = "%";
      if (!kind.equals("%")) {
        int position = placeholder.group(1) == null ? next : Integer.parseInt(placeholder.group(1));
        next = position + 1;
        value = value(arguments.path(position), kind);
      }
      placeholder.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return placeholder.appendTail(text).toString();
  }

  private static String value(JsonNode argument, String kind) {
    JsonNode constant = withoutCasts(argument).path("A_Const").path("sval").path("sval");
    return switch (kind) {
      case "L" -> constant.isTextual() ? quoted(constant.asText(), '\'') : "'…'";
      case "I" -> constant.isTextual() ? quoted(constant.asText(), '"') : ANYTHING;
      default -> constant.isTextual() ? constant.asText() : ANYTHING;
    };
  }

  private static String quoted(String text, char quote) {
    String mark = String.valueOf(quote);
    return mark + text.replace(mark, mark + mark) + mark;
  }

  private static JsonNode withoutCasts(JsonNode expression) {
    JsonNode inner = expression;
    while (inner.has("TypeCast")) {
      inner = inner.path("TypeCast").path("arg");
    }
    return inner;
  }

  /** The statements of a text that may have placeholders; empty when it is no SQL. */
  static Optional<List<Statement>> statements(String text) {
    for (String candidate : candidates(text)) {
      try {
        return Optional.of(SqlParser.shared().parse(candidate));
      } catch (SqlSyntaxException e) {
        // the place may need a value where a name stands, or the other way round
      }
    }
    return Optional.empty();
  }

  private static List<String> candidates(String text) {
    var candidates = new ArrayList<String>();
    candidates.add(text);
    if (text.contains(ANYTHING)) {
      candidates.add(text.replace(ANYTHING, "'…'"));
      candidates.add(text.replace(ANYTHING, "1"));
      candidates.add(text.replace(ANYTHING, ""));
    }
    return candidates;
  }
}
