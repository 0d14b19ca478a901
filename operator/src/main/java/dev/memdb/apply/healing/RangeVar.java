package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;

/** A relation as a statement names it, quoted for SQL. */
record RangeVar(String quoted) {
  /**
   * @param node libpg_query's RangeVar, with or without a schema
   */
  static RangeVar of(JsonNode node) {
    String name = SqlText.identifier(node.path("relname").asText());
    String schema = node.path("schemaname").asText();
    return new RangeVar(schema.isEmpty() ? name : SqlText.identifier(schema) + "." + name);
  }
}
