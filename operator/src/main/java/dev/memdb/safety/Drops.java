package dev.memdb.safety;

import java.util.function.Predicate;

/** What goes away, and what goes with it. */
final class Drops {
  private Drops() {}

  /** A column is dropped: on purpose, by mistake, or because it has just been added. */
  static void column(Alter alter, String column, String what) {
    Scene scene = alter.scene();
    Column known = alter.table().columns.get(column);
    if (known != null && known.file >= 0 && known.file == scene.file) {
      scene.says(
          "add-and-drop-same-migration",
          what + ": this file has added it to " + alter.table().name + ".",
          null);
    } else {
      scene.does(alter.table(), alter.mode(), Work.NONE, "ban-drop-column", what, null);
    }
  }

  /**
   * Views that read a table are dropped with it by CASCADE.
   *
   * @param column the one that is dropped; null: the whole table is
   */
  static void dependents(Scene scene, Table table, String column) {
    scene.schema.tables.values().stream()
        .filter(v -> v.reads.contains(table.name))
        .filter(v -> column == null || names(v, column))
        .toList()
        .forEach(
            v -> {
              scene.locks(v, LockMode.ACCESS_EXCLUSIVE);
              dependents(scene, v, null);
              scene.schema.tables.remove(v.name);
            });
  }

  private static boolean names(Table view, String column) {
    return view.readColumns.contains(column) || view.readColumns.contains("*");
  }

  /** Foreign keys that refer to a table are dropped with what they refer to by CASCADE. */
  static void keysTo(Scene scene, Table table, Predicate<Constraint> which, String what) {
    scene.schema.referencesTo(table).stream()
        .filter(r -> which.test(r.key()) && !r.table().name.equals(table.name))
        .toList()
        .forEach(
            r -> {
              References.drop(scene, r.table(), what + " CASCADE");
              r.table().constraints.remove(r.key().name);
            });
  }
}
