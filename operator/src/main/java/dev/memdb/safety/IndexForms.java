package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;

/** Making, dropping and rebuilding of indexes. */
final class IndexForms {
  private IndexForms() {}

  static void create(Scene scene) {
    JsonNode node = scene.statement.node();
    Table table = scene.schema.table(node.path("relation"));
    if (node.path("concurrent").asBoolean()) {
      scene.locks(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    } else {
      scene.does(
          table,
          LockMode.SHARE,
          Work.INDEX_BUILD,
          "require-concurrent-index-creation",
          "CREATE INDEX without CONCURRENTLY",
          null);
    }
  }
}
