package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Statement;
import java.sql.Connection;
import java.sql.SQLException;

/** The remains of an earlier try of one statement that runs outside a transaction. */
public sealed interface Leftovers
    permits ConcurrentDetach,
        ConcurrentIndexBuild,
        ConcurrentIndexDrop,
        ConcurrentReindex,
        Repeatable {

  /**
   * The kind that fits a statement.
   *
   * @param connection the fenced session, in autocommit mode
   */
  static Leftovers of(Statement statement, Connection connection) {
    JsonNode node = statement.tree().path(statement.kind());
    return switch (statement.kind()) {
      case "IndexStmt" -> new ConcurrentIndexBuild(node, connection);
      case "ReindexStmt" -> new ConcurrentReindex(node, connection);
      case "DropStmt" ->
          node.path("removeType").asText().equals("OBJECT_INDEX")
              ? new ConcurrentIndexDrop(node, connection)
              : new Repeatable();
      case "AlterTableStmt" ->
          ConcurrentDetach.isDetach(node)
              ? new ConcurrentDetach(node, connection)
              : new Repeatable();
      default -> new Repeatable();
    };
  }

  /** What the ledger must remember of the time before the statement, as JSON. */
  String before() throws SQLException;

  /**
   * Whether an earlier try has done it all, only its history row is missing. Finishes what can only
   * be finished.
   *
   * @param version the migration's version, by which the ledger knows earlier tries
   */
  boolean happenedBefore(String version) throws SQLException;

  /** Removes what would make another try fail, or succeed without doing anything. */
  void clear() throws SQLException;

  /** The same right after a failure; what cannot be cleared now is cleared before the next try. */
  default void clearQuietly() {
    try {
      clear();
    } catch (SQLException e) {
      // the connection may be gone: the next try begins with clear()
    }
  }
}
