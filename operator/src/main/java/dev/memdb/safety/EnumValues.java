package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.HashSet;
import java.util.Set;

/** Finds values of enums that are used before the transaction that adds them has ended. */
final class EnumValues {
  private static final Set<String> DOES_NOT_USE =
      Set.of("AlterEnumStmt", "CommentStmt", "CreateFunctionStmt", "VariableSetStmt");

  private EnumValues() {}

  static void check(Scene scene) {
    Set<String> added = new HashSet<>();
    for (Type type : scene.schema.types.values()) {
      type.added.forEach(
          (value, transaction) -> {
            if (transaction == scene.course.number()) {
              added.add(value);
            }
          });
    }
    if (added.isEmpty() || DOES_NOT_USE.contains(scene.statement.kind())) {
      return;
    }
    Trees.forEachObject(
        scene.statement.tree(),
        object -> {
          JsonNode constant = object.path("A_Const").path("sval").path("sval");
          if (constant.isTextual() && added.contains(constant.asText())) {
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
