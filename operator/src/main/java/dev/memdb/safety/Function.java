package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.Trees;
import java.util.List;

/**
 * A function or procedure of the user's own.
 *
 * @param definition the statement that made it; it has the body
 * @param volatility what it says of itself by now, such as {@code immutable}
 */
record Function(Statement definition, String volatility) {

  Function(Statement definition) {
    this(
        definition,
        Trees.option(definition.node().path("options"), "volatility")
            .map(v -> Trees.string(v.path("arg")))
            .orElse("volatile"));
  }

  /** Such as {@code plpgsql}. */
  String language() {
    return Trees.option(options(), "language")
        .map(l -> Trees.string(l.path("arg")))
        .orElse("sql"); // a body in SQL's own form needs no language
  }

  /**
   * Whether its value may differ from call to call, as the planner sees it: it looks into a
   * function in SQL that is no more than an expression, whatever the function says of itself.
   */
  boolean isVolatile(Schema schema) {
    return volatility.equals("volatile") && isVolatileInside(schema);
  }

  private boolean isVolatileInside(Schema schema) {
    boolean closed =
        Trees.option(options(), "security").isPresent()
            || Trees.option(options(), "set").isPresent();
    JsonNode expression = closed ? null : expression();
    return expression == null || Expressions.isVolatile(expression, schema);
  }

  /** The expression that it is no more than; null when it is more. */
  private JsonNode expression() {
    JsonNode sqlBody = definition.node().path("sql_body");
    if (sqlBody.has("ReturnStmt")) {
      return sqlBody.path("ReturnStmt").path("returnval");
    }
    if (!language().equals("sql")) {
      return null;
    }
    try {
      List<Statement> body = SqlParser.shared().parse(body());
      JsonNode select = body.size() == 1 ? body.get(0).tree().path("SelectStmt") : null;
      return select == null || select.has("fromClause") || select.path("targetList").size() != 1
          ? null
          : select.path("targetList").path(0).path("ResTarget").path("val");
    } catch (SqlSyntaxException e) {
      return null;
    }
  }

  /** The body as it was written in quotes; empty when it has none. */
  String body() {
    return Trees.option(options(), "as")
        .map(as -> Trees.string(as.path("arg").path("List").path("items").path(0)))
        .orElse("");
  }

  /** The path that its body runs with; that of its caller where it has none of its own. */
  SearchPath path(SearchPath caller) {
    SearchPath path = caller;
    for (JsonNode option : options()) {
      path = path.after(option.path("DefElem").path("arg").path("VariableSetStmt"));
    }
    return path;
  }

  private JsonNode options() {
    return definition.node().path("options");
  }
}
