package dev.memdb.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Statement;
import java.util.Set;

/** What the engine must know of a statement's locks to choose its timeouts. */
final class StatementTraits {
  /** ALTER TABLE forms that take SHARE UPDATE EXCLUSIVE (documentation, section 13.3.1). */
  private static final Set<String> GENTLE = Set.of("AT_ValidateConstraint", "AT_SetStatistics");

  private StatementTraits() {}

  /** Whether it takes at most SHARE UPDATE EXCLUSIVE: readers and writers go on meanwhile. */
  static boolean blocksNoWriter(Statement statement) {
    if (!statement.kind().equals("AlterTableStmt")) {
      return false;
    }
    JsonNode commands = statement.tree().path("AlterTableStmt").path("cmds");
    for (JsonNode command : commands) {
      if (!GENTLE.contains(command.path("AlterTableCmd").path("subtype").asText())) {
        return false;
      }
    }
    return !commands.isEmpty();
  }
}
