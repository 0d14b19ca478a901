package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A column's new name everywhere that its table says the old one. */
final class Renaming {
  private Renaming() {}

  static void column(Schema schema, Table table, String from, String to) {
    Map<String, Column> columns = new LinkedHashMap<>();
    table.columns.forEach(
        (n, c) -> columns.put(n.equals(from) ? to : n, n.equals(from) ? c.copy(to) : c));
    table.columns.clear();
    table.columns.putAll(columns);
    for (Constraint constraint : table.constraints.values()) {
      constraint.columns = renamed(constraint.columns, from, to);
      constraint.expression = renamed(constraint.expression, from, to);
    }
    table.partitionKey = renamed(table.partitionKey, from, to);
    schema
        .referencesTo(table)
        .forEach(r -> r.key().referenced = renamed(r.key().referenced, from, to));
    for (Index index : schema.indexesOf(table)) {
      index.columns = renamed(index.columns, from, to);
      index.definition = renamed(index.definition, from, to);
    }
  }

  /** An expression, or the statement that made an index; parsed trees are shared, so a new one. */
  private static JsonNode renamed(JsonNode tree, String from, String to) {
    if (tree == null) {
      return null;
    }
    JsonNode copy = tree.deepCopy();
    Trees.forEachObject(
        copy,
        object -> {
          JsonNode fields = object.path("ColumnRef").path("fields");
          if (Trees.lastName(fields).equals(from)) {
            ((ObjectNode) fields.path(fields.size() - 1).path("String")).put("sval", to);
          }
          if (object.path("IndexElem").path("name").asText().equals(from)) {
            ((ObjectNode) object.path("IndexElem")).put("name", to);
          }
        });
    return copy;
  }

  private static List<String> renamed(List<String> columns, String from, String to) {
    var names = new ArrayList<>(columns);
    names.replaceAll(n -> from.equals(n) ? to : n);
    return names;
  }
}
