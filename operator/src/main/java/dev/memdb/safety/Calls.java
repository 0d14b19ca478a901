package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.BuiltinFunctions;
import dev.memdb.sql.PlpgsqlBody;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.StatementInspector;
import dev.memdb.sql.Trees;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What runs inside of DO blocks and of functions that a statement calls. */
final class Calls {
  private static final String OPAQUE = "opaque-dynamic-sql";

  /** Functions that call each other for ever are looked into only so deep. */
  private static final int DEPTH = 8;

  /** PostgreSQL's own that change something, none of it a table. */
  private static final Set<String> BUILTIN =
      Set.of(
          "nextval",
          "setval",
          "currval",
          "lastval",
          "set_config",
          "random",
          "clock_timestamp",
          "gen_random_uuid",
          "setseed",
          "timeofday",
          "uuidv4",
          "uuidv7");

  private Calls() {}

  static void block(Scene scene) {
    Optional<PlpgsqlBody> body = PlpgsqlBody.of(scene.statement);
    if (body.isEmpty()) {
      scene.says(OPAQUE, "the block cannot be looked into: what it does is not known.", null);
      return;
    }
    run(scene, body.get(), null);
  }

  private static void run(Scene scene, PlpgsqlBody body, String function) {
    Deque<Integer> opaque = new ArrayDeque<>(body.opaque().stream().sorted().toList());
    for (Statement statement : body.statements()) {
      while (!opaque.isEmpty() && opaque.peek() < statement.line()) {
        unseen(scene, opaque.peek(), function, isTold(body, opaque.poll()));
      }
      run(scene, statement, function);
    }
    opaque.forEach(line -> unseen(scene, line, function, isTold(body, line)));
  }

  private static boolean isTold(PlpgsqlBody body, int line) {
    return body.statements().stream()
        .anyMatch(s -> s.line() == line && !s.kind().equals("SelectStmt"));
  }

  /**
   * EXECUTE of a text that is not known.
   *
   * @param told whether it is known but for a part, and has been looked into
   */
  private static void unseen(Scene scene, int line, String function, boolean told) {
    Scene inner = scene.inside(at(scene.statement, line));
    inner.function = function;
    inner.says(
        OPAQUE,
        "EXECUTE runs a text that is put together when it runs: what it does is not known.",
        null);
    inner.lasting = !told;
    scene.inner.add(inner);
  }

  private static Statement at(Statement outer, int line) {
    String[] lines = outer.text().split("\n", -1);
    int index = Math.max(0, Math.min(line - outer.line(), lines.length - 1));
    int offset = outer.offset();
    for (int i = 0; i < index; i++) {
      offset += lines[i].length() + 1;
    }
    String text = lines[index].strip();
    offset += lines[index].indexOf(text);
    return new Statement(text, offset, line, outer.tree());
  }

  private static void run(Scene scene, Statement statement, String function) {
    Scene inner = scene.inside(statement);
    inner.function = function;
    if (inner.depth <= DEPTH && scene.mayLookInside()) {
      EnumValues.check(inner);
      Duplicates.check(inner);
      Transactions.inside(inner, new StatementInspector().inspect(statement));
      Forms.play(inner);
      scene.inner.add(inner);
    }
  }

  /** Looks into the functions that a statement calls. */
  static void play(Scene scene, JsonNode tree) {
    Set<String> called = new LinkedHashSet<>();
    Trees.forEachObject(
        tree,
        object -> {
          JsonNode call = object.path(object.has("funccall") ? "funccall" : "FuncCall");
          List<String> name = Trees.name(call.path("funcname"));
          if (name.isEmpty()) {
            return;
          }
          scene.schema.function(name).ifPresent(f -> into(scene, f, String.join(".", name)));
          if (Trees.lastName(call.path("funcname")).equals("set_config")) {
            scene.schema.path = scene.schema.path.afterCall(call);
          }
          if (isUnseen(scene, name)) {
            called.add(String.join(".", name) + "()");
          }
        });
    if (!called.isEmpty() && isOnlyACall(scene.statement)) {
      scene.says(
          OPAQUE,
          "the body of " + String.join(", ", called) + " is not known: nor is what it does.",
          null);
    }
  }

  private static boolean isUnseen(Scene scene, List<String> name) {
    String function = name.get(name.size() - 1);
    boolean builtin =
        BuiltinFunctions.contains(function)
            || BUILTIN.contains(function)
            || function.startsWith("pg_")
            || name.get(0).equals("pg_catalog");
    return !builtin && scene.depth == 0 && scene.schema.function(name).isEmpty();
  }

  /** SELECT f() and CALL p() are there for what they do; others only for what they give. */
  private static boolean isOnlyACall(Statement statement) {
    JsonNode targets = statement.node().path("targetList");
    if (!statement.kind().equals("SelectStmt")) {
      return statement.kind().equals("CallStmt");
    }
    if (statement.node().has("fromClause")) {
      return all(statement.node().path("fromClause"), i -> i.has("RangeFunction"));
    }
    return !targets.isEmpty() && all(targets, t -> t.path("ResTarget").path("val").has("FuncCall"));
  }

  private static boolean all(JsonNode list, Predicate<JsonNode> test) {
    for (JsonNode item : list) {
      if (!test.test(item)) {
        return false;
      }
    }
    return true;
  }

  private static void into(Scene scene, Function function, String name) {
    SearchPath before = scene.schema.path;
    SearchPath own = function.path(before);
    scene.schema.path = own;
    look(scene, function, name);
    if (!own.equals(before)) {
      scene.schema.path = before;
    }
  }

  private static void look(Scene scene, Function function, String name) {
    Statement definition = function.definition();
    Optional<PlpgsqlBody> body = PlpgsqlBody.of(definition);
    if (body.isPresent()) {
      List<Statement> moved =
          body.get().statements().stream().map(s -> here(scene.statement, s)).toList();
      List<Integer> lines = body.get().opaque().stream().map(l -> scene.statement.line()).toList();
      run(scene, new PlpgsqlBody(body.get().endsTransaction(), moved, lines), name);
      return;
    }
    JsonNode atomic = definition.node().path("sql_body");
    if (!atomic.isMissingNode()) {
      statements(atomic, scene.statement).forEach(s -> run(scene, s, name));
    } else if (function.language().equals("sql")) {
      try {
        SqlParser.shared().parse(function.body()).stream()
            .map(s -> here(scene.statement, s))
            .forEach(s -> run(scene, s, name));
      } catch (SqlSyntaxException e) {
        scene.says(OPAQUE, name + "() cannot be looked into: what it does is not known.", null);
      }
    }
  }

  /** Those between BEGIN ATOMIC and END, which have no text of their own. */
  private static List<Statement> statements(JsonNode body, Statement caller) {
    List<Statement> found = new ArrayList<>();
    JsonNode items = body.path("List").path("items");
    items.forEach(i -> found.addAll(statements(i, caller)));
    if (items.isEmpty() && body.isObject() && !body.isEmpty() && !body.has("List")) {
      JsonNode value = body.path("ReturnStmt").path("returnval");
      JsonNode tree = value.isMissingNode() ? body : Trees.select(value);
      found.add(new Statement(caller.text(), caller.offset(), caller.line(), tree));
    }
    return found;
  }

  /** A statement of a function, said of the place that calls it. */
  private static Statement here(Statement caller, Statement inner) {
    return new Statement(inner.text(), caller.offset(), caller.line(), inner.tree());
  }
}
