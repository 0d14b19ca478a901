package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.OptionalLong;

/**
 * Which statements put many rows into a table, so that it is not empty any more for the files that
 * follow. What a file writes out row by row is little, and so is what comes from an empty table.
 */
final class Filling {
  /** What a file may as well write out. */
  private static final long FEW = 1_000;

  private Filling() {}

  /** INSERT … SELECT, and what MERGE inserts. */
  static void insert(Scene scene, JsonNode node) {
    JsonNode select = node.path("selectStmt").path("SelectStmt");
    boolean reads = node.has("sourceRelation") || select.has("fromClause") || select.has("larg");
    if (reads && isMany(scene, node, scene.schema.name(node.path("relation")))) {
      fills(scene, scene.schema.table(node.path("relation")));
    }
  }

  /** CREATE TABLE AS, SELECT INTO and the like. */
  static void create(Scene scene, JsonNode query, JsonNode into, Table table) {
    if (!into.path("skipData").asBoolean() && isMany(scene, query, table.name)) {
      fills(scene, table);
    }
  }

  /** A table and what it is a part of, and its parts. */
  static void fills(Scene scene, Table table) {
    fills(scene.schema, table, scene.file);
  }

  static void fills(Schema schema, Table table, int file) {
    fill(table, file);
    schema.partitions(table).forEach(p -> fill(p, file));
    Name parent = table.parent;
    for (int depth = 0; parent != null && depth < schema.tables.size(); depth++) {
      Table above = schema.table(parent);
      fill(above, file);
      parent = above.parent;
    }
  }

  private static void fill(Table table, int file) {
    if (table.filledIn < 0) {
      table.filledIn = file;
    }
  }

  private static boolean isMany(Scene scene, JsonNode query, Name into) {
    boolean[] many = {false};
    for (Name name : Queries.tables(scene.schema, query)) {
      Table table = scene.schema.tables.get(name);
      boolean hasRows = table == null || table.filledIn >= 0 || !scene.isEmpty(table);
      many[0] |= hasRows && !name.equals(into);
    }
    Trees.forEachObject(query, object -> many[0] |= isLongSeries(object.path("FuncCall")));
    return many[0] && !isLimited(query);
  }

  private static boolean isLongSeries(JsonNode call) {
    if (!Trees.lastName(call.path("funcname")).equals("generate_series")) {
      return false;
    }
    OptionalLong from = number(call.path("args").path(0));
    OptionalLong to = number(call.path("args").path(1));
    return from.isEmpty() || to.isEmpty() || to.getAsLong() - from.getAsLong() > FEW;
  }

  private static boolean isLimited(JsonNode query) {
    JsonNode select = query.has("selectStmt") ? query.path("selectStmt") : query;
    OptionalLong limit = number(select.path("SelectStmt").path("limitCount"));
    return limit.isPresent() && limit.getAsLong() <= FEW;
  }

  private static OptionalLong number(JsonNode constant) {
    JsonNode value = constant.path("A_Const").path("ival");
    return value.isMissingNode()
        ? OptionalLong.empty()
        : OptionalLong.of(value.path("ival").asLong());
  }
}
