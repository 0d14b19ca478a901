package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Finds statements that fail when a file that is no transaction is run again after a failure. */
final class Reruns {
  private Reruns() {}

  /**
   * Looks at one statement.
   *
   * @param dropped the constraints that the file has dropped with IF EXISTS; they may be added
   */
  static void check(Scene scene, Set<String> dropped) {
    JsonNode node = scene.statement.node();
    switch (scene.statement.kind()) {
      case "AlterTableStmt" ->
          node.path("cmds").forEach(c -> alter(scene, c.path("AlterTableCmd"), dropped));
      case "CreateStmt" -> {
        boolean gone = node.path("oncommit").asText().equals("ONCOMMIT_DROP");
        boolean temporary = node.path("relation").path("relpersistence").asText().equals("t");
        if (!node.path("if_not_exists").asBoolean() && !(gone && temporary)) {
          say(scene, "CREATE TABLE without IF NOT EXISTS");
        }
      }
      case "IndexStmt" -> {
        if (node.has("idxname") && !node.path("if_not_exists").asBoolean()) {
          say(scene, "CREATE INDEX without IF NOT EXISTS");
        }
      }
      case "DropStmt" -> {
        if (!node.path("missing_ok").asBoolean()) {
          say(scene, "DROP without IF EXISTS");
        }
      }
      default -> {}
    }
  }

  private static void alter(Scene scene, JsonNode command, Set<String> dropped) {
    boolean guarded = command.path("missing_ok").asBoolean();
    String name = command.path("name").asText();
    switch (command.path("subtype").asText()) {
      case "AT_AddColumn" -> {
        if (!guarded) {
          say(scene, "ADD COLUMN without IF NOT EXISTS");
        }
      }
      case "AT_DropColumn" -> {
        if (!guarded) {
          say(scene, "DROP COLUMN without IF EXISTS");
        }
      }
      case "AT_DropConstraint" -> {
        if (guarded) {
          dropped.add(name);
        } else {
          say(scene, "DROP CONSTRAINT without IF EXISTS");
        }
      }
      case "AT_AddConstraint" -> {
        if (!dropped.remove(command.path("def").path("Constraint").path("conname").asText())) {
          say(scene, "ADD CONSTRAINT without a DROP CONSTRAINT IF EXISTS before it");
        }
      }
      default -> {
        if (LockLevels.of(command).blocksWrites()) {
          say(scene, "an ALTER TABLE that locks the table a second time");
        }
      }
    }
  }

  private static void say(Scene scene, String what) {
    scene.says(
        "prefer-robust-stmts",
        what + ": that hurts when the file is run again after a later statement has failed.",
        null);
  }
}
