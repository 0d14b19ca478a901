package dev.memdb.apply.healing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.memdb.postgres.SqlText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
  public Touched touched() throws SQLException {
    return new Touched(
        attempts.last(false).map(b -> Set.of(nameIn(b))).orElse(Set.of()), Set.of(), true);
  }

  /** Its full name: once it is gone, nobody can say any more in which schema it was. */
  @Override
  public String before() throws SQLException {
    String name = attempts.fullName(index).orElse("");
    return JsonNodeFactory.instance.objectNode().put("index", name).toString();
  }

  private static String nameIn(String before) {
    try {
      return new ObjectMapper().readTree(before).path("index").asText();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("memdb.step.detail is jsonb", e);
    }
  }

  @Override
  public boolean happenedBefore() throws SQLException {
    return attempts.last(true).isPresent()
        && attempts.column("SELECT 1 WHERE to_regclass(?) IS NULL", index).size() == 1;
  }

  @Override
  public List<String> clear() {
    return List.of(); // an invalid index is dropped by the statement itself
  }
}
