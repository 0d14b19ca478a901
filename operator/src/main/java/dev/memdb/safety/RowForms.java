package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
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
          if (object.has("InsertStmt")) {
            insert(scene, object.path("InsertStmt"));
          }
          if (object.has("MergeStmt")) {
            merge(scene, object.path("MergeStmt"));
          }
        });
    Queries.reads(scene, tree);
    Calls.play(scene, tree);
  }

  private static void insert(Scene scene, JsonNode node) {
    scene.touches(scene.schema.table(node.path("relation")), LockMode.ROW_EXCLUSIVE, true);
    Filling.insert(scene, node);
  }

  /** What it inserts is no backfill; what it changes is, unless few rows are joined by a key. */
  private static void merge(Scene scene, JsonNode node) {
    Table table = scene.schema.table(node.path("relation"));
    insert(scene, node);
    Sources sources = Sources.of(node);
    boolean many = false;
    for (JsonNode wrapper : node.path("mergeWhenClauses")) {
      JsonNode clause = wrapper.path("MergeWhenClause");
      boolean changes =
          switch (clause.path("commandType").asText()) {
            case "CMD_UPDATE", "CMD_DELETE" -> true;
            default -> false;
          };
      List<JsonNode> conditions = new ArrayList<>(List.of(clause.path("condition")));
      if (clause.path("matchKind").asText().equals("MERGE_WHEN_MATCHED")) {
        conditions.add(node.path("joinCondition"));
      }
      many |= changes && !Bounds.limits(conditions, sources, table, scene.schema);
    }
    if (many && !scene.isEmpty(table)) {
      backfills(scene, table, "MERGE that changes rows no key bounds");
    }
  }

  private static void backfills(Scene scene, Table table, String what) {
    scene.does(table, LockMode.ROW_EXCLUSIVE, Work.ROWS, "unbatched-backfill", what, null);
  }

  private static void change(Scene scene, JsonNode node, String what) {
    Table table = scene.schema.table(node.path("relation"));
    scene.touches(table, LockMode.ROW_EXCLUSIVE, true);
    if (!scene.isEmpty(table) && !Bounds.limits(node, table, scene.schema)) {
      String how = node.has("whereClause") ? " that no key bounds" : " without WHERE";
      backfills(scene, table, what + how);
    }
  }

  static void copy(Scene scene) {
    JsonNode node = scene.statement.node();
    if (node.has("query")) {
      play(scene); // it may change rows
    }
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
