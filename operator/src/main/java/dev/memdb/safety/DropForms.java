package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.List;

/** DROP, by what is dropped. */
final class DropForms {
  private DropForms() {}

  static void play(Scene scene) {
    JsonNode node = scene.statement.node();
    switch (node.path("removeType").asText()) {
      case "OBJECT_TABLE", "OBJECT_FOREIGN_TABLE" -> TableForms.drop(scene, node);
      case "OBJECT_INDEX" -> IndexForms.drop(scene, node);
      case "OBJECT_SCHEMA" -> schemas(scene, node);
      case "OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE" -> ofTables(scene, node);
      case "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_SEQUENCE" -> relations(scene, node);
      case "OBJECT_TYPE", "OBJECT_DOMAIN" -> types(scene, node);
      case "OBJECT_FUNCTION", "OBJECT_PROCEDURE", "OBJECT_ROUTINE" -> functions(scene, node);
      default -> {}
    }
  }

  private static List<String> name(JsonNode object) {
    return Trees.name(object.path("List").path("items"));
  }

  private static void schemas(Scene scene, JsonNode node) {
    for (JsonNode object : node.path("objects")) {
      String schema = Trees.string(object);
      Integer made = scene.schema.made.remove(schema);
      if (made != null && made >= 0 && made == scene.file) {
        scene.says(
            "add-and-drop-same-migration",
            "DROP SCHEMA " + Name.quoted(schema) + ": this file has created it.",
            null);
      } else {
        scene.says(
            "ban-drop-schema",
            "DROP SCHEMA " + Name.quoted(schema) + " loses all that is in it.",
            null);
      }
      for (Table table : List.copyOf(scene.schema.tables.values())) {
        if (table.name.schema().equals(schema)) {
          scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
          if (table.kind == Table.Kind.TABLE || table.isPartitioned()) {
            scene.dropped.add(table.name);
          }
          SchemaChanges.drop(scene.schema, table);
        }
      }
    }
  }

  /** The last part of the name is the trigger's, the rest is the table's. */
  private static void ofTables(Scene scene, JsonNode node) {
    for (JsonNode object : node.path("objects")) {
      List<String> parts = name(object);
      if (parts.size() > 1) {
        Name name = scene.schema.name(parts.subList(0, parts.size() - 1));
        Table table = scene.schema.table(name);
        boolean trigger = node.path("removeType").asText().equals("OBJECT_TRIGGER");
        boolean gone = table.triggers.remove(parts.get(parts.size() - 1));
        if (!trigger || gone || !table.known) {
          scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
          if (gone) {
            scene.schema.partitions(table).forEach(t -> scene.locks(t, LockMode.ACCESS_EXCLUSIVE));
          }
        }
      }
    }
  }

  private static void relations(Scene scene, JsonNode node) {
    for (JsonNode object : node.path("objects")) {
      Table table = scene.schema.table(scene.schema.name(name(object)));
      scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
      if (node.path("behavior").asText().equals("DROP_CASCADE")) {
        Drops.dependents(scene, table, null);
      }
      SchemaChanges.drop(scene.schema, table);
    }
  }

  private static void types(Scene scene, JsonNode node) {
    for (JsonNode object : node.path("objects")) {
      List<String> parts = Trees.name(object.path("TypeName").path("names"));
      if (!parts.isEmpty()) {
        scene.schema.types.remove(scene.schema.among(scene.schema.types, parts));
      }
    }
  }

  private static void functions(Scene scene, JsonNode node) {
    for (JsonNode object : node.path("objects")) {
      List<String> parts = Trees.name(object.path("ObjectWithArgs").path("objname"));
      if (!parts.isEmpty()) {
        scene.schema.functions.remove(scene.schema.among(scene.schema.functions, parts));
      }
    }
  }
}
