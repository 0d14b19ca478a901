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
    Work work = proven ? Work.NONE : Work.SCAN;
    if (!proven || !missing(scene.schema, parent, child).isEmpty()) {
      work = proven ? Work.INDEX_BUILD : work;
      scene.does(child, LockMode.ACCESS_EXCLUSIVE, work, RULE, what, null);
    } else {
      scene.locks(child, LockMode.ACCESS_EXCLUSIVE);
    }
    besideDefault(scene, parent, bound, what);
    for (Constraint key : parent.constraints.values()) {
      if (key.references != null) {
        scene.locks(scene.schema.table(key.references), LockMode.SHARE_ROW_EXCLUSIVE);
      }
    }
    join(scene, parent, child, bound);
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
        .filter(i -> there.stream().noneMatch(t -> t.columns.equals(i.columns)))
        .toList();
  }

  static void join(Scene scene, Table parent, Table child, JsonNode bound) {
    parent.kind = Table.Kind.PARTITIONED;
    parent.children.add(child.name);
    child.parent = parent.name;
    child.defaultPartition = bound.path("is_default").asBoolean();
    for (Index index : scene.schema.indexesOf(parent)) {
      boolean there =
          scene.schema.indexesOf(child).stream().anyMatch(i -> i.columns.equals(index.columns));
      if (!there) {
        Name name = new Name(child.name.schema(), child.name.name() + "_" + index.name.name());
        scene.schema.indexes.put(name, index.copy(name, child.name));
      }
    }
    parent.constraints.values().stream()
        .filter(c -> c.references != null)
        .forEach(c -> child.constraints.putIfAbsent(c.name, c.copy(c.name)));
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
