package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a change of rows is joined with, by name, and how many rows that can have. */
final class Sources {
  /** How many rows a query gives. */
  enum Rows {
    /** As many as are written in it: it reads no table. */
    WRITTEN,
    /** No more than its LIMIT. */
    LIMITED,
    /** Nobody knows. */
    ANY
  }

  private final Map<String, Rows> queries = new HashMap<>();
  private final Map<String, Rows> joined = new HashMap<>();

  private Sources() {}

  /** Those of an UPDATE, DELETE or MERGE. */
  static Sources of(JsonNode node) {
    var sources = new Sources();
    for (JsonNode query : node.path("withClause").path("ctes")) {
      JsonNode expression = query.path("CommonTableExpr");
      Rows rows = sources.rows(expression.path("ctequery"));
      sources.queries.put(expression.path("ctename").asText(), rows);
    }
    for (String clause : List.of("fromClause", "usingClause")) {
      node.path(clause).forEach(sources::join);
    }
    sources.join(node.path("sourceRelation"));
    return sources;
  }

  private void join(JsonNode item) {
    Trees.forEachObject(
        item,
        object -> {
          if (object.has("relname")) {
            JsonNode alias = object.path("alias").path("aliasname");
            String name = object.path("relname").asText();
            joined.putIfAbsent(alias.isTextual() ? alias.asText() : name, named(object));
          }
          for (String kind : List.of("RangeSubselect", "RangeFunction")) {
            JsonNode query = object.path(kind);
            if (!query.isMissingNode()) {
              joined.put(query.path("alias").path("aliasname").asText(), rows(query));
            }
          }
        });
  }

  private Rows named(JsonNode relation) {
    return relation.has("schemaname")
        ? Rows.ANY
        : queries.getOrDefault(relation.path("relname").asText(), Rows.ANY);
  }

  /** How many rows a query can give. */
  Rows rows(JsonNode query) {
    boolean[] limited = {false};
    boolean[] open = {false};
    Trees.forEachObject(
        query,
        object -> {
          JsonNode limit = object.path("limitCount");
          limited[0] |= !limit.isMissingNode() && !Expressions.isNull(limit);
          if (object.has("relname")) {
            limited[0] |= named(object) == Rows.LIMITED;
            open[0] |= named(object) == Rows.ANY;
          }
        });
    return limited[0] ? Rows.LIMITED : open[0] ? Rows.ANY : Rows.WRITTEN;
  }

  /** Whether a column is one of what is joined. */
  boolean isOfJoined(JsonNode expression) {
    return joined.containsKey(qualifier(expression));
  }

  /** How many values an expression can have that a row is compared with. */
  Rows rowsOf(JsonNode expression, Table table) {
    JsonNode fields = fields(expression);
    if (fields.size() > 1) {
      return joined.getOrDefault(qualifier(expression), Rows.WRITTEN);
    }
    if (fields.size() == 1) {
      // a column of what is joined or of the table itself; in a function it may be a variable
      boolean column =
          joined.containsValue(Rows.ANY) || table.columns.containsKey(Trees.string(fields.path(0)));
      return column ? Rows.ANY : Rows.WRITTEN;
    }
    return Rows.WRITTEN;
  }

  private static String qualifier(JsonNode expression) {
    JsonNode fields = fields(expression);
    return fields.size() > 1 ? Trees.string(fields.path(fields.size() - 2)) : "";
  }

  private static JsonNode fields(JsonNode expression) {
    return Expressions.withoutCasts(expression).path("ColumnRef").path("fields");
  }
}
