package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Making, dropping and emptying of tables. */
final class TableForms {
  private TableForms() {}

  static void create(Scene scene) {
    scene.creates(scene.schema.name(scene.statement.node().path("relation")));
  }

  static void drop(Scene scene) {
    JsonNode node = scene.statement.node();
    if (node.path("removeType").asText().equals("OBJECT_TABLE")) {
      for (JsonNode object : node.path("objects")) {
        List<String> parts = Schema.names(object.path("List").path("items"));
        Table table = scene.schema.table(scene.schema.name(parts));
        scene.does(
            table, LockMode.ACCESS_EXCLUSIVE, Work.NONE, "ban-drop-table", "DROP TABLE", null);
        scene.schema.drop(table);
      }
    }
  }
}
