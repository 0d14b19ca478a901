package dev.memdb.safety;

/** The other side of a foreign key, which is locked too. */
final class References {
  private References() {}

  /** A foreign key to it is made: its triggers are. */
  static void lock(Scene scene, Table referenced) {
    scene.locks(referenced, LockMode.SHARE_ROW_EXCLUSIVE);
    for (Table partition : scene.schema.descendants(referenced)) {
      scene.locks(partition, LockMode.SHARE_ROW_EXCLUSIVE);
    }
  }

  /**
   * A foreign key is dropped, with the triggers of both sides: nobody reads the other meanwhile.
   */
  static void drop(Scene scene, Table other, String what) {
    scene.does(other, LockMode.ACCESS_EXCLUSIVE, Work.NONE, "drop-foreign-key-lock", what, null);
  }

  /** All foreign keys that go away with a table or a column of it are dropped. */
  static void dropAll(
      Scene scene, Table table, java.util.function.Predicate<Constraint> which, String what) {
    table.constraints.values().stream()
        .filter(c -> c.references != null && !c.references.equals(table.name))
        .filter(which)
        .map(c -> scene.schema.table(c.references))
        .distinct()
        .toList()
        .forEach(t -> drop(scene, t, what));
  }
}
