package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One ALTER TABLE as it runs.
 *
 * @param table what it changes
 * @param mode the strongest lock that any of its parts needs; it takes that one for all
 * @param others the partitions and children that it changes too
 */
record Alter(Scene scene, Table table, LockMode mode, List<Table> others) {

  /** One part does something to the table, and to its partitions. */
  void does(Work work, String rule, String what, JsonNode at) {
    scene.does(table, mode, work, rule, what, at);
    others.forEach(t -> scene.does(t, mode, work, null, what, at));
  }

  /**
   * One part builds an index or checks a foreign key: children that are no partitions have neither
   * from their parent.
   */
  void doesOnce(Work work, String rule, String what, JsonNode at) {
    scene.does(table, mode, work, rule, what, at);
    boolean builds = work == Work.INDEX_BUILD;
    for (Table partition : schema().partitions(table)) {
      scene.does(partition, builds ? LockMode.SHARE : mode, work, null, what, at);
    }
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
