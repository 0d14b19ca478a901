package dev.memdb.safety;

/** A table that is dropped and made anew under its name: its rows are gone without a word. */
final class Recreation {
  private Recreation() {}

  static void check(Scene scene, Name name) {
    if (scene.dropped.contains(name)) {
      scene.says(
          "recreate-table",
          "CREATE TABLE " + name + " after this file has dropped it: the rows are lost.",
          null);
    }
  }
}
