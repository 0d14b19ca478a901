package dev.memdb.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statement must not do, whether it stands in a file or in a DO block: end the migration's
 * transaction, drop the lock that keeps a second migrator away, or wait for data that nobody sends.
 */
final class Dangers {
  /**
   * The operator's own advisory lock, two integers: "memd" in ASCII, and the first of its locks.
   */
  private static final int LOCK_CLASS = 1835363684;

  private static final int LOCK_OBJECT = 1;

  private Dangers() {}

  /** Messages, each with what to do instead; empty when there is nothing against it. */
  static List<String> in(Statement statement) {
    var messages = new ArrayList<String>();
    JsonNode node = statement.node();
    switch (statement.kind()) {
      case "TransactionStmt" ->
          messages.add(
              statement.tag()
                  + " is transaction control. Remove it: the operator begins and ends the transaction"
                  + " of each file.");
      case "CopyStmt" -> copy(node, messages);
      case "DiscardStmt" -> discard(node, messages);
      case "CreateFunctionStmt" -> {
        return messages; // its body does not run now
      }
      default -> {}
    }
    Trees.forEachObject(node, object -> call(object, messages));
    return messages;
  }

  private static void copy(JsonNode node, List<String> messages) {
    boolean from = node.path("is_from").asBoolean();
    if (node.path("is_program").asBoolean()) {
      messages.add(
          "COPY … PROGRAM runs a program on the database server, which no rollback can undo."
              + " Do that outside of migrations.");
    } else if (!node.has("filename") && from) {
      messages.add(copyFromStdin());
    } else if (!node.has("filename")) {
      messages.add("COPY … TO STDOUT has nobody to send its rows to. Remove it.");
    }
  }

  /** Whether it waits for rows that the client sends. */
  static boolean isCopyFromStdin(Statement statement) {
    JsonNode node = statement.node();
    return statement.kind().equals("CopyStmt")
        && node.path("is_from").asBoolean()
        && !node.has("filename");
  }

  /** What is said of COPY with its data in the file, finished or not. */
  static String copyFromStdin() {
    return "COPY … FROM STDIN takes its rows from psql, not from a migration."
        + " Write them as INSERT INTO … VALUES (…), (…);";
  }

  private static void discard(JsonNode node, List<String> messages) {
    if (node.path("target").asText().equals("DISCARD_ALL")) {
      messages.add(
          "DISCARD ALL drops the lock that keeps a second migrator away."
              + " Remove it: the session is reset before each file.");
    }
  }

  private static void call(JsonNode object, List<String> messages) {
    JsonNode call = object.path("FuncCall");
    String function = Trees.lastName(call.path("funcname"));
    boolean ours =
        switch (function) {
          case "pg_advisory_unlock_all" -> true;
          case "pg_advisory_unlock" -> isOurLock(call.path("args"));
          default -> false;
        };
    if (ours) {
      messages.add(
          function
              + "() drops the lock that keeps a second migrator away."
              + " Remove it, or release only locks of your own.");
    }
  }

  private static boolean isOurLock(JsonNode args) {
    return args.size() == 2
        && integer(args.get(0)) == LOCK_CLASS
        && integer(args.get(1)) == LOCK_OBJECT;
  }

  /** The value of an integer constant, casts removed; 0 for anything else. */
  private static int integer(JsonNode argument) {
    JsonNode value = argument;
    while (value.has("TypeCast")) {
      value = value.path("TypeCast").path("arg");
    }
    return value.path("A_Const").path("ival").path("ival").asInt();
  }
}
