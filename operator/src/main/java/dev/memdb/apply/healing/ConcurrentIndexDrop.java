package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code DROP INDEX CONCURRENTLY}: a try that was killed leaves the index invalid, and the command
 * can run again; or it is gone, and only the history row is missing.
 */
record ConcurrentIndexDrop(String index, Attempts attempts) implements Leftovers {
  ConcurrentIndexDrop(JsonNode node, Attempts attempts) {
    this(name(node.path("objects").path(0)), attempts);
  }

  private static String name(JsonNode object) {
    List<String> parts = new ArrayList<>();
    object
        .path("List")
        .path("items")
        .forEach(i -> parts.add(SqlText.identifier(i.path("String").path("sval").asText())));
    return String.join(".", parts);
  }

  @Override
  public String before() {
    return "{}";
  }

  @Override
  public boolean happenedBefore() throws SQLException {
    return attempts.last(true).isPresent()
        && attempts.column("SELECT 1 WHERE to_regclass(?) IS NULL", index).size() == 1;
  }

  @Override
  public void clear() {
    // an invalid index is dropped by the statement itself
  }
}
