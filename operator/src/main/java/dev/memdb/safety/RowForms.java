package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.List;

/** Statements that read and change rows. */
final class RowForms {
  private RowForms() {}

  static void play(Scene scene) {
    JsonNode tree = scene.statement.tree();
    Trees.forEachObject(
        tree,
        object -> {
          for (String kind : List.of("UpdateStmt", "DeleteStmt")) {
            if (object.has(kind)) {
              change(scene, object.path(kind), kind.equals("UpdateStmt") ? "UPDATE" : "DELETE");
            }
          }
          for (String kind : List.of("InsertStmt", "MergeStmt")) {
            if (object.has(kind)) {
              insert(scene, object.path(kind));
            }
          }
        });
    Queries.reads(scene, tree);
    Calls.play(scene, tree);
  }

  private static void insert(Scene scene, JsonNode node) {
    scene.touches(scene.schema.table(node.path("relation")), LockMode.ROW_EXCLUSIVE, true);
    Filling.insert(scene, node);
  }

  private static void change(Scene scene, JsonNode node, String what) {
    Table table = scene.schema.table(node.path("relation"));
    scene.touches(table, LockMode.ROW_EXCLUSIVE, true);
    if (!scene.isEmpty(table) && !Bounds.limits(node, table, scene.schema)) {
      String how = node.has("whereClause") ? " that no key bounds" : " without WHERE";
      scene.does(table, LockMode.ROW_EXCLUSIVE, Work.ROWS, "unbatched-backfill", what + how, null);
    }
  }

  static void copy(Scene scene) {
    JsonNode node = scene.statement.node();
    if (node.has("relation")) {
      boolean into = node.path("is_from").asBoolean();
      scene.touches(
          scene.schema.table(node.path("relation")),
          into ? LockMode.ROW_EXCLUSIVE : LockMode.ACCESS_SHARE,
          true);
      if (into) {
        Filling.fills(scene, scene.schema.table(node.path("relation")));
      }
    }
  }
}
