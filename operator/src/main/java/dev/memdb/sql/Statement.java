package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/**
 * One statement of a script.
 *
 * @param text its source, from its first code character, without the semicolon
 * @param offset where that character stands, as an index into the script's characters
 * @param line the line of that character, counted from 1
 * @param tree libpg_query's node, such as {@code {"CreateStmt": {…}}}; it is shared and must not be
 *     changed. Every {@code location} in it counts bytes of UTF-8 in the whole script, without a
 *     byte order mark
 */
public record Statement(String text, int offset, int line, JsonNode tree) {
  private static final Set<String> OF_ROWS =
      Set.of("InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "SelectStmt");

  /** The node's type in PostgreSQL's sources, such as {@code CreateStmt}. */
  public String kind() {
    return tree.fieldNames().next();
  }

  /** What is inside the node. */
  public JsonNode node() {
    return tree.elements().next();
  }

  /** What people call it, such as {@code CREATE TABLE}. */
  public String tag() {
    return StatementTag.of(kind(), node());
  }

  /**
   * The same for keeping: of a statement that reads or writes rows only the kind is left of the
   * tree. The tree of an INSERT with ten thousand rows takes a hundred times its text, and to run
   * it nobody needs more than that.
   */
  public Statement withoutRows() {
    if (!OF_ROWS.contains(kind())) {
      return this;
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    return new Statement(text, offset, line, json.objectNode().set(kind(), json.objectNode()));
  }

  @Override
  public String toString() {
    return tag() + " at line " + line;
  }
}
