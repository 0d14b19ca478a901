package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memdb.sql.Statement;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.List;

/** What is made beside tables: views, triggers, comments, functions and the like. */
final class ObjectForms {
  private ObjectForms() {}

  static void view(Scene scene) {
    JsonNode node = scene.statement.node();
    Name name = scene.schema.newName(node.path("view"));
    Table there = scene.schema.tables.get(name);
    if (there != null && node.path("replace").asBoolean()) {
      scene.locks(there, LockMode.ACCESS_EXCLUSIVE);
    }
    Table view = there == null ? scene.creates(name) : there;
    view.kind = Table.Kind.VIEW;
    view.reads.clear();
    view.reads.addAll(Queries.tables(scene.schema, node.path("query")));
    view.readColumns.clear();
    view.readColumns.addAll(Queries.columns(node.path("query")));
    scene.views.add(name);
  }

  static void trigger(Scene scene) {
    Table table = scene.schema.table(scene.statement.node().path("relation"));
    scene.locks(table, LockMode.SHARE_ROW_EXCLUSIVE);
    if (scene.statement.node().path("row").asBoolean()) {
      scene.schema.partitions(table).forEach(t -> scene.locks(t, LockMode.SHARE_ROW_EXCLUSIVE));
    }
    table.triggers.add(scene.statement.node().path("trigname").asText());
  }

  /** Whether it has triggers that its partitions have too, those of foreign keys among them. */
  static boolean hasTriggers(Schema schema, Table table) {
    return !table.triggers.isEmpty()
        || table.constraints.values().stream().anyMatch(c -> c.references != null)
        || !schema.referencesTo(table).isEmpty();
  }

  static void comment(Scene scene) {
    JsonNode node = scene.statement.node();
    List<String> parts =
        new ArrayList<>(Trees.name(node.path("object").path("List").path("items")));
    switch (node.path("objtype").asText()) {
      case "OBJECT_COLUMN" -> {
        if (parts.size() > 1) {
          parts.remove(parts.size() - 1);
          scene.locks(table(scene, parts), LockMode.SHARE_UPDATE_EXCLUSIVE);
        }
      }
      case "OBJECT_TABLE",
          "OBJECT_VIEW",
          "OBJECT_MATVIEW",
          "OBJECT_SEQUENCE",
          "OBJECT_FOREIGN_TABLE" ->
          scene.locks(table(scene, parts), LockMode.SHARE_UPDATE_EXCLUSIVE);
      default -> {}
    }
  }

  private static Table table(Scene scene, List<String> parts) {
    return scene.schema.table(scene.schema.name(parts));
  }

  static void statistics(Scene scene) {
    for (JsonNode relation : scene.statement.node().path("relations")) {
      Table table = scene.schema.table(relation.path("RangeVar"));
      scene.locks(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }
  }

  static void publication(Scene scene) {
    for (JsonNode object : scene.statement.node().path("pubobjects")) {
      JsonNode relation = object.path("PublicationObjSpec").path("pubtable").path("relation");
      if (relation.has("relname")) {
        scene.locks(scene.schema.table(relation), LockMode.SHARE_UPDATE_EXCLUSIVE);
      }
    }
  }

  static void sequence(Scene scene) {
    Table sequence = scene.schema.table(scene.statement.node().path("sequence"));
    scene.locks(sequence, LockMode.SHARE_ROW_EXCLUSIVE);
  }

  static void function(Scene scene) {
    List<String> name = Trees.name(scene.statement.node().path("funcname"));
    scene.schema.functions.put(scene.schema.newName(name), new Function(scene.statement));
  }

  /** ALTER FUNCTION … IMMUTABLE and its like. */
  static void alterFunction(Scene scene) {
    JsonNode node = scene.statement.node();
    List<String> parts = Trees.name(node.path("func").path("objname"));
    Name name = scene.schema.among(scene.schema.functions, parts);
    Trees.option(node.path("actions"), "volatility")
        .map(v -> Trees.string(v.path("arg")))
        .ifPresent(
            v ->
                scene.schema.functions.computeIfPresent(
                    name, (n, f) -> new Function(f.definition(), v)));
  }

  /** CREATE SCHEMA with what is to be in it. */
  static void schema(Scene scene) {
    JsonNode node = scene.statement.node();
    if (!node.path("if_not_exists").asBoolean()) {
      scene.schema.made.put(node.path("schemaname").asText(), scene.file);
    }
    for (JsonNode element : node.path("schemaElts")) {
      JsonNode tree = element.deepCopy();
      Trees.forEachObject(
          tree,
          object -> {
            if (object.has("relname") && !object.has("schemaname") && node.has("schemaname")) {
              ((ObjectNode) object).set("schemaname", node.path("schemaname"));
            }
          });
      Statement outer = scene.statement;
      Scene inner = scene.inside(new Statement(outer.text(), outer.offset(), outer.line(), tree));
      Forms.play(inner);
      scene.inner.add(inner);
    }
  }

  /** SET search_path says where names without a schema are. */
  static void set(Scene scene) {
    scene.schema.path = scene.schema.path.after(scene.statement.node());
  }
}
