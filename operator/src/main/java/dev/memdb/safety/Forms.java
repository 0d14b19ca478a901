package dev.memdb.safety;

/** What each statement of SQL does, by the name of its node. */
final class Forms {
  private Forms() {}

  /** Says what a statement does, and leaves the schema as it is after it. */
  static void play(Scene scene) {
    switch (scene.statement.kind()) {
      case "CreateStmt" -> TableForms.create(scene);
      case "IndexStmt" -> IndexForms.create(scene);
      case "DropStmt" -> TableForms.drop(scene);
      default -> {}
    }
  }
}
