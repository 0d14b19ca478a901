package dev.memdb.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Statement;
import java.util.List;
import java.util.Set;

/** What the engine must know of statements' locks to choose their timeouts. */
final class StatementTraits {
  /** ALTER TABLE forms that take SHARE UPDATE EXCLUSIVE (documentation, section 13.3.1). */
  private static final Set<String> GENTLE = Set.of("AT_ValidateConstraint", "AT_SetStatistics");

  private StatementTraits() {}

  /**
   * Whether all of them take at most SHARE UPDATE EXCLUSIVE: readers and writers go on meanwhile,
   * so a whole transaction of them may take its time. One other statement beside them, and its lock
   * would be held as long.
   */
  static boolean blockNoWriter(List<Statement> statements) {
    return statements.stream().allMatch(StatementTraits::blocksNoWriter);
  }

  private static boolean blocksNoWriter(Statement statement) {
    if (!statement.kind().equals("AlterTableStmt")) {
      return false;
    }
    JsonNode commands = statement.node().path("cmds");
    for (JsonNode command : commands) {
      if (!GENTLE.contains(command.path("AlterTableCmd").path("subtype").asText())) {
        return false;
      }
    }
    return !commands.isEmpty();
  }
}
