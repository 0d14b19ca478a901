package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code DETACH PARTITION … CONCURRENTLY}: after a kill the partition is already gone for readers,
 * and another try fails with 55000; it must be finished with FINALIZE.
 */
record ConcurrentDetach(String parent, String partition, Attempts attempts) implements Leftovers {
  private static final String STATE = SqlText.resource(Leftovers.class, "detach-state.sql");

  ConcurrentDetach(JsonNode node, Attempts attempts) {
    this(
        RangeVar.of(node.path("relation")).quoted(),
        RangeVar.of(command(node).path("def").path("PartitionCmd").path("name")).quoted(),
        attempts);
  }

  static boolean isDetach(JsonNode node) {
    return command(node).path("subtype").asText().equals("AT_DetachPartition");
  }

  private static JsonNode command(JsonNode node) {
    return node.path("cmds").path(0).path("AlterTableCmd");
  }

  @Override
  public Touched touched() throws SQLException {
    Set<String> tables = new HashSet<>(attempts.partitionTree(parent));
    attempts.fullName(partition).ifPresent(tables::add);
    return new Touched(Set.of(), tables, false);
  }

  @Override
  public String before() {
    return "{}";
  }

  @Override
  public boolean happenedBefore() throws SQLException {
    String state = attempts.column(STATE, partition, parent).get(0);
    if (state.equals("pending")) {
      attempts.execute("ALTER TABLE " + parent + " DETACH PARTITION " + partition + " FINALIZE");
      return true;
    }
    return state.equals("detached") && attempts.last(true).isPresent();
  }

  @Override
  public List<String> clear() {
    return List.of(); // a half-done detach is finished by happenedBefore()
  }
}
