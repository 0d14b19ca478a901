package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What happens when a table becomes a partition of another, or ceases to be one. */
final class PartitionForms {
  private static final String RULE = "attach-partition-scan";

  private PartitionForms() {}

  static void attach(Alter alter, JsonNode command) {
    Scene scene = alter.scene();
    Table parent = alter.table();
    JsonNode partition = command.path("def").path("PartitionCmd");
    Table child = scene.schema.table(partition.path("name"));
    JsonNode bound = partition.path("bound");
    String what = "ATTACH PARTITION " + child.name;
    boolean proven = PartitionProof.holds(child, parent, bound);
    boolean builds = !missing(scene.schema, parent, child).isEmpty();
    boolean checks =
        parent.constraints.values().stream().anyMatch(k -> k.references != null && !has(child, k));
    Work work =
        !proven ? Work.SCAN : checks ? Work.FOREIGN_KEY : builds ? Work.INDEX_BUILD : Work.NONE;
    scene.does(child, LockMode.ACCESS_EXCLUSIVE, work, work == Work.NONE ? null : RULE, what, null);
    besideDefault(scene, parent, bound, what);
    for (Constraint key : parent.constraints.values()) {
      if (key.references != null) {
        scene.locks(scene.schema.table(key.references), forKey(child, key));
      }
    }
    join(scene.schema, parent, child, bound.path("is_default").asBoolean());
  }

  /** A foreign key that both have becomes one: the child's own triggers are dropped. */
  private static LockMode forKey(Table child, Constraint key) {
    return has(child, key) ? LockMode.ACCESS_EXCLUSIVE : LockMode.SHARE_ROW_EXCLUSIVE;
  }

  private static boolean has(Table child, Constraint key) {
    return child.constraints.values().stream()
        .anyMatch(c -> key.references.equals(c.references) && key.columns.equals(c.columns));
  }

  /** The default partition is read for rows that now belong to the new one. */
  static void besideDefault(Scene scene, Table parent, JsonNode bound, String what) {
    scene
        .schema
        .defaultPartition(parent)
        .ifPresent(
            others -> {
              if (PartitionProof.excludes(others, parent, bound)) {
                scene.locks(others, LockMode.ACCESS_EXCLUSIVE);
              } else {
                scene.does(
                    others,
                    LockMode.ACCESS_EXCLUSIVE,
                    Work.SCAN,
                    RULE,
                    what + " beside a default partition",
                    null);
              }
            });
  }

  /** The indexes of the parent that the child has none for: they are built. */
  private static List<Index> missing(Schema schema, Table parent, Table child) {
    List<Index> there = schema.indexesOf(child);
    return schema.indexesOf(parent).stream()
        .filter(i -> child.known && !i.columns.isEmpty())
        .filter(i -> there.stream().noneMatch(t -> t.serves(i)))
        .toList();
  }

  /** From now on it is a partition, with the indexes and foreign keys of its parent. */
  static void join(Schema schema, Table parent, Table child, boolean isDefault) {
    parent.kind = Table.Kind.PARTITIONED;
    parent.children.add(child.name);
    child.parent = parent.name;
    child.defaultPartition = isDefault;
    for (Index index : schema.indexesOf(parent)) {
      if (schema.indexesOf(child).stream().noneMatch(i -> i.serves(index))) {
        copy(schema, index, child);
      }
    }
    parent.constraints.values().stream()
        .filter(c -> c.references != null)
        .forEach(c -> child.constraints.putIfAbsent(c.name, c.copy(c.name)));
  }

  /** Another table has an index like that. */
  static void copy(Schema schema, Index index, Table table) {
    var name = new Name(table.name.schema(), table.name.name() + "_" + index.name.name());
    schema.indexes.put(name, index.copy(name, table.name));
  }

  static void detach(Alter alter, JsonNode command) {
    Scene scene = alter.scene();
    Table parent = alter.table();
    JsonNode partition = command.path("def").path("PartitionCmd");
    Table child = scene.schema.table(partition.path("name"));
    if (!partition.path("concurrent").asBoolean()) {
      String what = "DETACH PARTITION " + child.name + " without CONCURRENTLY";
      alter.does(Work.NONE, "require-concurrent-partition-detach", what, null);
      scene.schema.defaultPartition(parent).ifPresent(d -> scene.locks(d, alter.mode()));
    }
    scene.locks(child, LockMode.ACCESS_EXCLUSIVE);
    for (Constraint key : parent.constraints.values()) {
      if (key.references != null) {
        scene.locks(scene.schema.table(key.references), LockMode.SHARE_ROW_EXCLUSIVE);
      }
    }
    parent.children.remove(child.name);
    child.parent = null;
    child.defaultPartition = false;
  }

  static void inherit(Alter alter, JsonNode command) {
    Table parent = alter.schema().table(command.path("def").path("RangeVar"));
    alter.scene().locks(parent, LockMode.SHARE_UPDATE_EXCLUSIVE);
    parent.children.add(alter.table().name);
    alter.table().parent = parent.name;
  }
}
