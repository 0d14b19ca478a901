package dev.memdb.safety;

import java.util.Map;

/** Finds statements that take time while a table is locked against everybody. */
final class Holding {
  private static final String RULE = "statement-while-holding-access-exclusive";

  private Holding() {}

  static void check(Scene scene) {
    for (Map.Entry<Name, Course.Held> held : scene.course.held().entrySet()) {
      if (held.getValue().mode() == LockMode.ACCESS_EXCLUSIVE && isMore(scene)) {
        scene.says(
            RULE,
            scene.statement.tag()
                + " runs while "
                + held.getKey()
                + " is locked since line "
                + held.getValue().line()
                + " ("
                + held.getValue().statement()
                + "); nobody reads or writes it until both are done.",
            null);
        return;
      }
    }
  }

  /** Whether it is more than a change of the catalogs that needs no lock but those held. */
  private static boolean isMore(Scene scene) {
    if (scene.lasting) {
      return true;
    }
    boolean works =
        scene.effects.stream()
            .anyMatch(e -> !e.fresh() && e.work() != Work.NONE && !scene.isBrief(e));
    if (works) {
      return true;
    }
    boolean same = scene.effects.stream().anyMatch(e -> isHeld(scene, e.table()));
    boolean waits =
        scene.effects.stream()
            .anyMatch(e -> !e.fresh() && e.mode().blocksWrites() && !isHeld(scene, e.table()));
    return waits && !same;
  }

  private static boolean isHeld(Scene scene, Name table) {
    Course.Held held = scene.course.held().get(table);
    return held != null && held.mode() == LockMode.ACCESS_EXCLUSIVE;
  }
}
