package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The PL/pgSQL in a DO block or a function: whether it ends transactions, and the SQL in it.
 *
 * @param endsTransaction whether it has a COMMIT or ROLLBACK
 * @param statements the SQL that it runs, expressions as {@code SELECT}, and what {@code EXECUTE}
 *     runs when that can be told; each at its line and place in the script
 * @param opaque the lines of {@code EXECUTE} and its like that run what cannot be told before
 */
public record PlpgsqlBody(
    boolean endsTransaction, List<Statement> statements, List<Integer> opaque) {

  /** How libpg_query marks text that is an expression, not a whole statement. */
  private static final int EXPRESSION = 2;

  /** What runs a text, and the field that has it. */
  private static final Set<String> DYNAMIC = Set.of("query", "dynquery");

  /**
   * Reads the body of a statement; empty when it has none, is in another language, or is not
   * understood, which the server will tell in its own words when it runs.
   */
  public static Optional<PlpgsqlBody> of(Statement statement) {
    Optional<JsonNode> body = Trees.option(options(statement), "as");
    if (body.isEmpty() || !isPlpgsql(statement)) {
      return Optional.empty();
    }
    try {
      JsonNode functions = SqlParser.shared().parsePlpgsql(statement.text());
      return Optional.of(
          new Reader(statement, firstLine(statement, body.get().path("arg"))).read(functions));
    } catch (SqlSyntaxException e) {
      return Optional.empty();
    }
  }

  private record Pending(JsonNode node, int line) {}

  /** Goes through the nodes of one body. */
  private static final class Reader {
    private final Statement outer;
    private final int firstLine;
    private final List<Statement> statements = new ArrayList<>();
    private final List<Integer> opaque = new ArrayList<>();

    Reader(Statement outer, int firstLine) {
      this.outer = outer;
      this.firstLine = firstLine;
    }

    PlpgsqlBody read(JsonNode functions) {
      boolean endsTransaction = false;
      Deque<Pending> pending = new ArrayDeque<>();
      pending.push(new Pending(functions, 1));
      while (!pending.isEmpty()) {
        Pending next = pending.pop();
        JsonNode node = next.node();
        int line = node.path("lineno").asInt(next.line());
        if (node.has("PLpgSQL_expr")) {
          sql(node.path("PLpgSQL_expr"), firstLine + line - 1);
          continue;
        }
        endsTransaction |= node.has("PLpgSQL_stmt_commit") || node.has("PLpgSQL_stmt_rollback");
        for (String field : DYNAMIC) {
          dynamic(node.path(field).path("PLpgSQL_expr"), firstLine + line - 1);
        }
        Deque<JsonNode> children = new ArrayDeque<>();
        Trees.pushChildren(node, children);
        children.descendingIterator().forEachRemaining(c -> pending.push(new Pending(c, line)));
      }
      return new PlpgsqlBody(endsTransaction, List.copyOf(statements), List.copyOf(opaque));
    }

    private void sql(JsonNode expression, int line) {
      String query = expression.path("query").asText();
      int mode = expression.path("parseMode").asInt();
      String text =
          mode == EXPRESSION
              ? "SELECT " + query
              : mode > EXPRESSION ? "SELECT " + assigned(query) : query;
      try {
        add(SqlParser.shared().parse(text), query, line);
      } catch (SqlSyntaxException e) {
        // the server tells it when it runs
      }
    }

    /** The SQL that {@code EXECUTE} or its like is given. */
    private void dynamic(JsonNode expression, int line) {
      if (expression.path("parseMode").asInt() != EXPRESSION) {
        return;
      }
      String query = expression.path("query").asText();
      Optional<List<Statement>> run = Optional.empty();
      boolean open = false;
      try {
        JsonNode select = SqlParser.shared().parse("SELECT " + query).get(0).node();
        JsonNode value = select.path("targetList").path(0).path("ResTarget").path("val");
        run = DynamicSql.of(value).flatMap(DynamicSql::statements);
        open = DynamicSql.isOpen(value);
      } catch (SqlSyntaxException e) {
        // not to be told either
      }
      run.ifPresent(statements -> add(statements, query, line));
      if (run.isEmpty() || open) {
        opaque.add(line);
      }
    }

    private void add(List<Statement> parsed, String written, int line) {
      int at = Math.max(outer.text().indexOf(written, lineStart(line)), lineStart(line));
      for (Statement s : parsed) {
        statements.add(new Statement(s.text(), outer.offset() + at, line, s.tree()));
      }
    }

    /** Where a line of the script begins in the statement's text, blanks left out. */
    private int lineStart(int line) {
      int at = 0;
      for (int i = outer.line(); i < line && at >= 0; i++) {
        at = outer.text().indexOf('\n', at) + 1;
        if (at == 0) {
          return 0;
        }
      }
      while (at < outer.text().length() && Character.isWhitespace(outer.text().charAt(at))) {
        at++;
      }
      return at;
    }
  }

  /** The value in {@code target := value}, which may also be written {@code target = value}. */
  private static String assigned(String assignment) {
    int at = assignment.indexOf(":=");
    return at >= 0
        ? assignment.substring(at + 2)
        : assignment.substring(assignment.indexOf('=') + 1);
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
