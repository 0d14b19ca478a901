package dev.memdb.apply;

import dev.memdb.ledger.Fence;
import dev.memdb.migration.Migration;
import dev.memdb.postgres.SqlText;
import dev.memdb.sql.Statement;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;

/** One file being run: what its row in {@code memdb.step} will say. */
final class FileRun {
  /** Leaves the role and the settings that a file may have chosen. */
  static final String LEAVE =
      "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET TimeZone = 'UTC'; ";

  private final UUID run;
  private final Migration migration;
  private final long startedNanos = System.nanoTime();
  private final StringJoiner statements = new StringJoiner(",", "[", "]");
  private final Fence fence;
  private String transaction;
  private String outcome = "applied";

  FileRun(UUID run, Migration migration, Fence fence) {
    this.run = run;
    this.migration = migration;
    this.fence = fence;
  }

  Migration migration() {
    return migration;
  }

  /** From now on the row may only be written in this very transaction, which has the lock. */
  void inTransaction(String transactionId) {
    transaction = transactionId;
  }

  /** The file's statement had happened before; it is only written down. */
  void alreadyHappened() {
    outcome = "recorded";
  }

  /** A statement has ended well after this many nanoseconds. */
  void ran(Statement statement, long nanos) {
    statements.add( // a tag is words: nothing in it needs an escape
        "{\"line\":"
            + statement.line()
            + ",\"statement\":\""
            + statement.tag()
            + "\",\"ms\":"
            + BigDecimal.valueOf(nanos / 1000, 3)
            + "}");
  }

  String beforeHistoryRow() {
    String result = SqlText.literal(outcome);
    return LEAVE
        + (transaction == null
            ? fence.check() + step(result)
            : step(fence.within(transaction, result)))
        + "; ";
  }

  /** The row that says that a statement outside a transaction is about to run. */
  String attempt(String detail) {
    return step("'attempt'", "detail", detail);
  }

  /** The row that says why the file failed. */
  String failed(String reason, String sqlstate, String error) {
    return step("'failed'", "reason", reason, "sqlstate", sqlstate, "error", error);
  }

  /** The row that says that the file failed for a reason that passes. */
  String postponed(String reason, String sqlstate, String error) {
    return step("'postponed'", "reason", reason, "sqlstate", sqlstate, "error", error);
  }

  /** The row that says that the verification after the commit held. */
  String verified() {
    return step("'verified'");
  }

  /**
   * @param result an expression
   * @param more further columns, each with its value; null: none
   */
  private String step(String result, String... more) {
    long micros = (System.nanoTime() - startedNanos) / 1000;
    Map<String, String> row = new LinkedHashMap<>();
    row.put("run", SqlText.literal(run.toString()));
    row.put("version", SqlText.literal(migration.version().text()));
    row.put("description", SqlText.literal(migration.description()));
    row.put("script", SqlText.literal(migration.fileName()));
    row.put("sha256", SqlText.literal(migration.sha256()));
    row.put("outcome", result);
    row.put("started_at", "clock_timestamp() - interval '" + micros + " us'");
    row.put("statements", SqlText.literal(statements.toString()));
    for (int i = 0; i < more.length; i += 2) {
      if (more[i + 1] != null) {
        row.put(more[i], SqlText.literal(more[i + 1]));
      }
    }
    return "INSERT INTO memdb.step ("
        + String.join(", ", row.keySet())
        + ") VALUES ("
        + String.join(", ", row.values())
        + ")";
  }
}
