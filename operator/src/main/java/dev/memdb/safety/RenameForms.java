package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.List;

/** Giving things another name, or another schema. */
final class RenameForms {
  private RenameForms() {}

  static void play(Scene scene) {
    JsonNode node = scene.statement.node();
    String to = node.path("newname").asText();
    switch (node.path("renameType").asText()) {
      case "OBJECT_COLUMN" -> column(scene, node, to);
      case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE" ->
          table(scene, node, to, "renaming-table");
      case "OBJECT_SEQUENCE" -> table(scene, node, to, null);
      case "OBJECT_INDEX" -> index(scene, node, to);
      case "OBJECT_TABCONSTRAINT" -> constraint(scene, node, to);
      case "OBJECT_TRIGGER", "OBJECT_POLICY", "OBJECT_RULE" ->
          scene.locks(scene.schema.table(node.path("relation")), LockMode.ACCESS_EXCLUSIVE);
      case "OBJECT_TYPE", "OBJECT_DOMAIN" -> type(scene.schema, Trees.name(items(node)), to);
      case "OBJECT_SCHEMA" -> schema(scene, node.path("subname").asText(), to);
      case "OBJECT_ATTRIBUTE" ->
          scene.says(
              "renaming-column",
              "RENAME ATTRIBUTE: what still runs with the old name fails from then on.",
              null);
      default -> {}
    }
  }

  private static void column(Scene scene, JsonNode node, String to) {
    String from = node.path("subname").asText();
    Table table = scene.schema.table(node.path("relation"));
    Column column = table.columns.get(from);
    String what = "RENAME COLUMN " + Name.quoted(from) + " TO " + Name.quoted(to);
    if (column != null && column.file >= 0 && column.file == scene.file) {
      scene.says("add-and-drop-same-migration", what + ": this file has added the column.", null);
      scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
    } else {
      scene.does(table, LockMode.ACCESS_EXCLUSIVE, Work.NONE, "renaming-column", what, null);
    }
    for (Table child : scene.schema.descendants(table)) {
      scene.locks(child, LockMode.ACCESS_EXCLUSIVE);
      Renaming.column(scene.schema, child, from, to);
    }
    Renaming.column(scene.schema, table, from, to);
  }

  private static void table(Scene scene, JsonNode node, String to, String rule) {
    Table table = scene.schema.table(node.path("relation"));
    Name name = new Name(table.name.schema(), to);
    String what = "RENAME " + table.name + " TO " + name;
    if (table.file >= 0 && table.file == scene.file && !table.temporary && rule != null) {
      scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
    } else {
      scene.does(table, LockMode.ACCESS_EXCLUSIVE, Work.NONE, rule, what, null);
    }
    SchemaChanges.rename(scene.schema, table, name, scene.course.number());
    scene.views.add(name); // whoever has that name finds something again
  }

  private static void index(Scene scene, JsonNode node, String to) {
    Name from = scene.schema.name(node.path("relation"));
    Index index = scene.schema.indexes.remove(from);
    if (index != null) {
      Name name = new Name(from.schema(), to);
      scene.schema.indexes.put(name, index.copy(name, index.table));
    }
  }

  private static void constraint(Scene scene, JsonNode node, String to) {
    Table table = scene.schema.table(node.path("relation"));
    scene.locks(table, LockMode.ACCESS_EXCLUSIVE);
    Constraint constraint = table.constraints.remove(node.path("subname").asText());
    if (constraint != null) {
      table.constraints.put(to, constraint.copy(to));
    }
  }

  private static JsonNode items(JsonNode node) {
    return node.path("object").path("List").path("items");
  }

  /** Columns and domains say the new name from then on. */
  private static void type(Schema schema, List<String> parts, String to) {
    Type type = schema.types.remove(schema.among(schema.types, parts));
    if (type == null) {
      return;
    }
    Name from = type.name;
    Name name = new Name(from.schema(), to);
    schema.types.put(name, type.copy(name));
    schema.types.values().forEach(t -> t.base = renamed(t.base, from, to));
    schema
        .tables
        .values()
        .forEach(t -> t.columns.values().forEach(c -> c.type = renamed(c.type, from, to)));
  }

  private static SqlType renamed(SqlType type, Name from, String to) {
    boolean same =
        type != null
            && type.name().equals(from.name())
            && (type.schema().isEmpty() || type.schema().equals(from.schema()));
    return same ? new SqlType(type.schema(), to, type.modifiers(), type.array()) : type;
  }

  private static void schema(Scene scene, String from, String to) {
    Integer made = scene.schema.made.remove(from);
    if (made == null || made < 0 || (made != scene.file && scene.schema.inUse)) {
      scene.says(
          "renaming-schema",
          "ALTER SCHEMA "
              + Name.quoted(from)
              + " RENAME: what still runs with the old name fails from then on.",
          null);
    }
    if (made != null) {
      scene.schema.made.put(to, made);
    }
    for (Table table : List.copyOf(scene.schema.tables.values())) {
      if (table.name.schema().equals(from)) {
        SchemaChanges.rename(
            scene.schema, table, new Name(to, table.name.name()), scene.course.number());
      }
    }
  }

  /** SET SCHEMA. */
  static void move(Scene scene) {
    JsonNode node = scene.statement.node();
    switch (node.path("objectType").asText()) {
      case "OBJECT_TABLE", "OBJECT_VIEW", "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE" -> {
        Table table = scene.schema.table(node.path("relation"));
        Name name = new Name(node.path("newschema").asText(), table.name.name());
        String what = "SET SCHEMA makes " + table.name + " " + name;
        scene.does(table, LockMode.ACCESS_EXCLUSIVE, Work.NONE, "renaming-schema", what, null);
        SchemaChanges.rename(scene.schema, table, name, scene.course.number());
      }
      case "OBJECT_SEQUENCE" ->
          scene.locks(scene.schema.table(node.path("relation")), LockMode.ACCESS_EXCLUSIVE);
      default -> {}
    }
  }

  /** The name of an enum's value is what applications write. */
  static void enumValue(Scene scene, JsonNode node, Type type) {
    if (type.labels.remove(node.path("oldVal").asText())) {
      type.labels.add(node.path("newVal").asText());
    }
    if (type.bornIn == scene.course.number()
        || (type.file >= 0 && (type.file == scene.file || !scene.schema.inUse))) {
      return; // nobody has it yet
    }
    scene.says(
        "renaming-enum-value",
        "RENAME VALUE of "
            + String.join(".", Trees.name(node.path("typeName")))
            + ": what still runs with the old value fails from then on.",
        null);
  }
}
