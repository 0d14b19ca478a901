package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The PL/pgSQL in a DO block or a function: whether it ends transactions, and the SQL in it.
 *
 * @param endsTransaction whether it has a COMMIT or ROLLBACK
 * @param statements the SQL that it runs, expressions as {@code SELECT}, and what {@code EXECUTE}
 *     runs when that is a constant; each at its line in the script
 */
record PlpgsqlBody(boolean endsTransaction, List<Statement> statements) {

  /** How libpg_query marks text that is an expression, not a whole statement. */
  private static final int EXPRESSION = 2;

  /**
   * Reads the body of a statement; empty when it has none, is in another language, or is not
   * understood, which the server will tell in its own words when it runs.
   */
  static Optional<PlpgsqlBody> of(Statement statement) {
    Optional<JsonNode> body = Trees.option(options(statement), "as");
    if (body.isEmpty() || !isPlpgsql(statement)) {
      return Optional.empty();
    }
    try {
      JsonNode functions = SqlParser.shared().parsePlpgsql(statement.text());
      return Optional.of(read(functions, firstLine(statement, body.get().path("arg"))));
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
  }

  private record Pending(JsonNode node, int line) {}

  private static PlpgsqlBody read(JsonNode functions, int firstLine) {
    boolean endsTransaction = false;
    var statements = new ArrayList<Statement>();
    Deque<Pending> pending = new ArrayDeque<>();
    pending.push(new Pending(functions, 1));
    while (!pending.isEmpty()) {
      Pending next = pending.pop();
      JsonNode node = next.node();
      int line = node.path("lineno").asInt(next.line());
      if (node.has("PLpgSQL_expr")) {
        statements.addAll(sql(node.path("PLpgSQL_expr"), firstLine + line - 1));
        continue;
      }
      endsTransaction |= node.has("PLpgSQL_stmt_commit") || node.has("PLpgSQL_stmt_rollback");
      for (String dynamic : List.of("query", "dynquery")) {
        statements.addAll(constant(node.path(dynamic).path("PLpgSQL_expr"), firstLine + line - 1));
      }
      Deque<JsonNode> children = new ArrayDeque<>();
      Trees.pushChildren(node, children);
      children.descendingIterator().forEachRemaining(c -> pending.push(new Pending(c, line)));
    }
    return new PlpgsqlBody(endsTransaction, statements);
  }

  private static List<Statement> sql(JsonNode expression, int line) {
    String query = expression.path("query").asText();
    int mode = expression.path("parseMode").asInt();
    if (mode == EXPRESSION) {
      return parsed("SELECT " + query, line);
    }
    return parsed(mode > EXPRESSION ? "SELECT " + assigned(query) : query, line);
  }

  /** The value in {@code target := value}, which may also be written {@code target = value}. */
  private static String assigned(String assignment) {
    int at = assignment.indexOf(":=");
    return at >= 0
        ? assignment.substring(at + 2)
        : assignment.substring(assignment.indexOf('=') + 1);
  }

  /** The SQL that {@code EXECUTE} or its like is given, when that is a constant. */
  private static List<Statement> constant(JsonNode expression, int line) {
    if (expression.path("parseMode").asInt() != EXPRESSION) {
      return List.of();
    }
    for (Statement wrapper : sql(expression, line)) {
      JsonNode value = wrapper.node().path("targetList").path(0).path("ResTarget").path("val");
      JsonNode text = value.path("A_Const").path("sval").path("sval");
      if (text.isTextual()) {
        return parsed(text.asText(), line);
      }
    }
    return List.of();
  }

  private static List<Statement> parsed(String sql, int line) {
    try {
      return SqlParser.shared().parse(sql).stream()
          .map(s -> new Statement(s.text(), s.offset(), line, s.tree()))
          .toList();
    } catch (SqlSyntaxException e) {
      return List.of();
    }
  }

  private static boolean isPlpgsql(Statement statement) {
    return Trees.option(options(statement), "language")
        .map(language -> Trees.string(language.path("arg")).equals("plpgsql"))
        .orElse(statement.kind().equals("DoStmt"));
  }

  private static JsonNode options(Statement statement) {
    return statement.node().path(statement.kind().equals("DoStmt") ? "args" : "options");
  }

  /** The line on which the body's text begins, which PL/pgSQL counts as its first. */
  private static int firstLine(Statement statement, JsonNode body) {
    JsonNode literal = body.has("List") ? body.path("List").path("items").path(0) : body;
    int at = statement.text().indexOf(Trees.string(literal));
    long before =
        statement.text().substring(0, Math.max(0, at)).chars().filter(c -> c == '\n').count();
    return statement.line() + (int) before;
  }
}
