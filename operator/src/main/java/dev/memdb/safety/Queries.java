package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What queries read. */
final class Queries {
  private Queries() {}

  /** All tables that a query names, its own WITH queries left out. */
  static Set<Name> tables(Schema schema, JsonNode query) {
    Set<String> own = new HashSet<>();
    Set<Name> tables = new LinkedHashSet<>();
    Trees.forEachObject(
        query,
        object -> {
          if (object.has("CommonTableExpr")) {
            own.add(object.path("CommonTableExpr").path("ctename").asText());
          }
        });
    Trees.forEachObject(
        query,
        object -> {
          if (object.has("relname")
              && (object.has("schemaname") || !own.contains(object.path("relname").asText()))) {
            tables.add(schema.name(object));
          }
        });
    return tables;
  }

  /** The columns that a query names; {@code *} when it names all. */
  static Set<String> columns(JsonNode query) {
    Set<String> columns = new LinkedHashSet<>();
    Trees.forEachObject(
        query,
        object -> {
          JsonNode fields = object.path("ColumnRef").path("fields");
          if (!fields.isEmpty()) {
            boolean all = fields.path(fields.size() - 1).has("A_Star");
            columns.add(all ? "*" : Trees.lastName(fields));
          }
        });
    return columns;
  }

  /** A query reads tables, and nobody knows for how long. */
  static void reads(Scene scene, JsonNode query) {
    for (Name name : tables(scene.schema, query)) {
      boolean catalog =
          name.schema().equals("pg_catalog")
              || name.schema().equals("information_schema")
              || name.name().startsWith("pg_");
      if (!catalog) {
        scene.touches(scene.schema.table(name), LockMode.ACCESS_SHARE, true);
      }
    }
  }
}
