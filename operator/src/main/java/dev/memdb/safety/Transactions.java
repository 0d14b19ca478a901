package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Inspection;
import dev.memdb.sql.Statement;
import java.util.Set;

/** BEGIN and COMMIT as a file has them, and what cannot run between them. */
final class Transactions {
  private static final Set<String> BEGINS = Set.of("TRANS_STMT_BEGIN", "TRANS_STMT_START");
  private static final Set<String> ENDS =
      Set.of(
          "TRANS_STMT_COMMIT",
          "TRANS_STMT_ROLLBACK",
          "TRANS_STMT_PREPARE",
          "TRANS_STMT_COMMIT_PREPARED",
          "TRANS_STMT_ROLLBACK_PREPARED");

  private final Course course;
  private final boolean perFile;
  private Statement openedBy;

  Transactions(Course course, Target.Transactions how) {
    this.course = course;
    this.perFile = how == Target.Transactions.FILE;
  }

  /**
   * A file begins.
   *
   * @param outside whether it is one statement that PostgreSQL runs in no transaction
   */
  void begin(boolean outside) {
    course.end();
    if (perFile && !outside) {
      course.begin();
    }
  }

  void before(Scene scene, Inspection inspection) {
    Statement statement = scene.statement;
    if (statement.kind().equals("TransactionStmt")) {
      control(scene, statement.node().path("kind").asText());
      return;
    }
    boolean block = statement.kind().equals("DoStmt") || statement.kind().equals("CallStmt");
    if (!inspection.transactional() && course.isOpen()) {
      scene.says(
          rule(statement),
          inspection.outsideTransaction()
              + " cannot run in a transaction: PostgreSQL refuses it"
              + (block ? " when it comes to the COMMIT." : "."),
          null);
      return;
    }
    boolean discards =
        statement.kind().equals("DiscardStmt")
            && statement.node().path("target").asText().equals("DISCARD_ALL");
    if (discards && course.isOpen()) {
      scene.says(
          rule(statement),
          "DISCARD ALL cannot run in a transaction: PostgreSQL refuses it. Leave it out: the"
              + " session is reset before each file.",
          null);
    }
    boolean each = statement.kind().equals("ReindexStmt") || statement.kind().equals("ClusterStmt");
    if (each && course.isOpen() && isOfPartitions(scene)) {
      scene.says(
          "non-transactional-statement-in-transaction",
          statement.tag()
              + " of a partitioned table cannot run in a transaction: PostgreSQL refuses it. Name"
              + " the partitions, or write REINDEX … CONCURRENTLY in a file of its own.",
          null);
    }
  }

  private void control(Scene scene, String kind) {
    boolean begins = BEGINS.contains(kind);
    if (!begins && !ENDS.contains(kind)) {
      return; // savepoints stay inside
    }
    if (perFile || begins == course.isOpen()) {
      scene.says("transaction-nesting", message(begins), null);
    }
    if (begins) {
      if (!course.isOpen()) {
        course.begin();
      }
      openedBy = scene.statement;
    } else {
      course.end();
      openedBy = null;
      if (scene.statement.node().path("chain").asBoolean()) {
        course.begin(); // AND CHAIN
        openedBy = scene.statement;
      }
    }
  }

  /** What a block or function runs is in a transaction, whoever calls it. */
  static void inside(Scene scene, Inspection inspection) {
    Statement statement = scene.statement;
    boolean block = statement.kind().equals("DoStmt") || statement.kind().equals("CallStmt");
    if (!inspection.transactional() && !block) {
      scene.says(
          rule(statement),
          inspection.outsideTransaction()
              + " cannot run in a block or function: PostgreSQL refuses it.",
          null);
    }
  }

  private static String rule(Statement statement) {
    return statement.kind().equals("IndexStmt")
        ? "ban-concurrent-index-creation-in-transaction"
        : "non-transactional-statement-in-transaction";
  }

  /** REINDEX and CLUSTER of a table that has partitions take a transaction for each of them. */
  private static boolean isOfPartitions(Scene scene) {
    JsonNode relation = scene.statement.node().path("relation");
    if (!relation.has("relname")) {
      return false;
    }
    Name name = scene.schema.name(relation);
    Index index = scene.schema.indexes.get(name);
    Table table = scene.schema.tables.get(index == null ? name : index.table);
    return table != null && table.isPartitioned();
  }

  private String message(boolean begins) {
    if (perFile) {
      return "transaction control in a file that runs in one transaction: "
          + (begins ? "it does not begin another." : "what follows is no longer part of it.");
    }
    return begins
        ? "BEGIN inside of a transaction does nothing: the first COMMIT ends it."
        : "there is no transaction that it could end.";
  }

  /** A statement outside of BEGIN and COMMIT has had a transaction of its own. */
  void after() {
    if (!course.isOpen()) {
      course.end();
    }
  }

  void end(Report report) {
    if (!perFile && openedBy != null && course.isOpen()) {
      report.add(
          "ban-uncommitted-transaction",
          openedBy,
          "no COMMIT follows: what the file does is taken back when the session ends.");
    }
    course.end();
  }
}
