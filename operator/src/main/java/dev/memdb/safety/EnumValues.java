package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds values of enums that are used before the transaction that adds them has ended. */
final class EnumValues {
  private static final Set<String> DOES_NOT_USE =
      Set.of("AlterEnumStmt", "CommentStmt", "VariableSetStmt", "DoStmt");

  private EnumValues() {}

  static void check(Scene scene) {
    Map<String, Set<Name>> added = new HashMap<>();
    for (Type type : scene.schema.types.values()) {
      type.added.forEach(
          (value, transaction) -> {
            if (transaction == scene.course.number()) {
              added.computeIfAbsent(value, v -> new HashSet<>()).add(type.name);
            }
          });
    }
    if (added.isEmpty() || DOES_NOT_USE.contains(scene.statement.kind())) {
      return;
    }
    for (JsonNode tree : read(scene.statement)) {
      uses(scene, tree, added);
    }
  }

  /** What PostgreSQL looks into when it runs the statement: not into a body in PL/pgSQL. */
  private static List<JsonNode> read(Statement statement) {
    if (!statement.kind().equals("CreateFunctionStmt")) {
      return List.of(statement.tree());
    }
    var trees = new ArrayList<JsonNode>();
    statement.node().path("parameters").forEach(trees::add);
    trees.add(statement.node().path("sql_body"));
    var function = new Function(statement);
    if (function.language().equals("sql")) {
      try {
        SqlParser.shared().parse(function.body()).forEach(s -> trees.add(s.tree()));
      } catch (SqlSyntaxException e) {
        // PostgreSQL says so when it comes to it
      }
    }
    return trees;
  }

  private static void uses(Scene scene, JsonNode tree, Map<String, Set<Name>> added) {
    Set<JsonNode> others = TypedTexts.of(scene.schema, tree, added);
    Trees.forEachObject(
        tree,
        object -> {
          JsonNode constant = object.path("A_Const").path("sval").path("sval");
          if (constant.isTextual()
              && added.containsKey(constant.asText())
              && !others.contains(object)) {
            scene.says(
                "enum-value-used-same-transaction",
                "'"
                    + constant.asText()
                    + "' has been added in this transaction: PostgreSQL refuses its use before"
                    + " the COMMIT (55P04).",
                null);
          }
        });
  }
}
