package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One ALTER TABLE as it runs.
 *
 * @param table what it changes
 * @param mode the strongest lock that any of its parts needs; it takes that one for all
 * @param others the partitions and children that it changes too
 * @param only whether it says ONLY, and leaves partitions alone
 */
record Alter(Scene scene, Table table, LockMode mode, List<Table> others, boolean only) {

  /** One part does something to the table, and to its partitions. */
  void does(Work work, String rule, String what, JsonNode at) {
    scene.does(table, mode, work, reaches(others, work) ? rule : null, what, at);
    others.forEach(t -> scene.does(t, mode, work, null, what, at));
  }

  /**
   * One part builds an index or checks a foreign key: children that are no partitions have neither
   * from their parent.
   */
  void doesOnce(Work work, String rule, String what, JsonNode at) {
    scene.does(table, mode, work, reaches(partitions(), work) ? rule : null, what, at);
    boolean builds = work == Work.INDEX_BUILD;
    for (Table partition : partitions()) {
      scene.does(partition, builds ? LockMode.SHARE : mode, work, null, what, at);
    }
  }

  /** A partitioned table has no rows of its own: there is work only where a partition has some. */
  private boolean reaches(List<Table> partitions, Work work) {
    return !work.goesThroughRows()
        || scene.stores(table)
        || partitions.stream().anyMatch(scene::mayHaveRows);
  }

  /** The partitions that get what the table gets. */
  List<Table> partitions() {
    return only ? List.of() : schema().partitions(table);
  }

  Schema schema() {
    return scene.schema;
  }

  /** The table and its partitions. */
  List<Table> all() {
    var all = new java.util.ArrayList<Table>(others);
    all.add(0, table);
    return all;
  }
}
