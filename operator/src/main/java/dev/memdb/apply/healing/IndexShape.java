package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statement says of its index that the catalogs say in the same words. The text of a
 * definition is no comparison: PostgreSQL writes {@code IN (…)} as {@code = ANY (…)}.
 *
 * @param columns names in order, included ones last; {@code ()} for an expression
 */
record IndexShape(boolean unique, String method, boolean partial, List<String> columns) {
  /**
   * @param node libpg_query's IndexStmt
   */
  static IndexShape of(JsonNode node) {
    List<String> columns = new ArrayList<>();
    for (String list : List.of("indexParams", "indexIncludingParams")) {
      node.path(list).forEach(e -> columns.add(e.path("IndexElem").path("name").asText("()")));
    }
    return new IndexShape(
        node.path("unique").asBoolean(),
        node.path("accessMethod").asText(),
        node.has("whereClause"),
        List.copyOf(columns));
  }

  /** As {@code index-built.sql} makes it from the catalogs. */
  String text() {
    return "%s %s %s %s".formatted(unique, method, partial, String.join(",", columns));
  }
}
