package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.migration.Migration;
import dev.memdb.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The remains of an earlier try of the one statement of a file that runs outside a transaction. */
public sealed interface Leftovers
    permits ConcurrentDetach,
        ConcurrentIndexBuild,
        ConcurrentIndexDrop,
        ConcurrentReindex,
        Repeatable {

  /**
   * The kind that fits a migration's statement.
   *
   * @param connection the fenced session, in autocommit mode
   */
  static Leftovers of(Migration migration, Connection connection) {
    Statement statement = migration.statements().get(0);
    JsonNode node = statement.node();
    Attempts attempts = new Attempts(connection, migration);
    return switch (statement.kind()) {
      case "IndexStmt" -> new ConcurrentIndexBuild(node, attempts);
      case "ReindexStmt" -> new ConcurrentReindex(node, attempts);
      case "DropStmt" ->
          node.path("removeType").asText().equals("OBJECT_INDEX")
              ? new ConcurrentIndexDrop(node, attempts)
              : new Repeatable();
      case "AlterTableStmt" ->
          ConcurrentDetach.isDetach(node) ? new ConcurrentDetach(node, attempts) : new Repeatable();
      default -> new Repeatable();
    };
  }

  /** What may not be as expected because an earlier try was interrupted. */
  Touched touched() throws SQLException;

  /** What the ledger must remember of the time before the statement, as JSON. */
  String before() throws SQLException;

  /**
   * Whether an earlier try has done it all, only its history row is missing. Finishes what can only
   * be finished.
   */
  boolean happenedBefore() throws SQLException;

  /**
   * Removes what would make another try fail, or succeed without doing anything.
   *
   * @throws BusyException when another session works on it
   * @return the invalid indexes that were dropped
   */
  List<String> clear() throws SQLException;
}
