package dev.memdb.safety;

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
      boolean index = statement.kind().equals("IndexStmt");
      scene.says(
          index
              ? "ban-concurrent-index-creation-in-transaction"
              : "non-transactional-statement-in-transaction",
          inspection.outsideTransaction()
              + " cannot run in a transaction: PostgreSQL refuses it"
              + (block ? " when it comes to the COMMIT." : "."),
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
    }
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
