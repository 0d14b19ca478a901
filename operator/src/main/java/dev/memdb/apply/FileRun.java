package dev.memdb.apply;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.memdb.ledger.Fence;
import dev.memdb.migration.Migration;
import dev.memdb.postgres.SqlText;
import dev.memdb.sql.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;

/** One file being run: what its row in {@code memdb.step} will say. */
final class FileRun {
  /** Leaves the role and the settings that a file may have chosen. */
  static final String LEAVE =
      "RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL; SET TimeZone = 'UTC'; ";

  private final UUID run;
  private final Migration migration;
  private final long startedNanos = System.nanoTime();
  private final ArrayNode statements = JsonNodeFactory.instance.arrayNode();
  private String guard;
  private String outcome = "applied";

  /**
   * @param guard the check in front of the history row, until {@link #inTransaction} replaces it
   */
  FileRun(UUID run, Migration migration, String guard) {
    this.run = run;
    this.migration = migration;
    this.guard = guard;
  }

  Migration migration() {
    return migration;
  }

  /** From now on the row may only be written in this very transaction. */
  void inTransaction(String transactionId) {
    guard = Fence.checkTransaction(transactionId);
  }

  /** The file's statement had happened before; it is only written down. */
  void alreadyHappened() {
    outcome = "recorded";
  }

  /** A statement has ended well after this many nanoseconds. */
  void ran(Statement statement, long nanos) {
    statements
        .addObject()
        .put("line", statement.line())
        .put("statement", statement.tag())
        .put("ms", BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP));
  }

  String beforeHistoryRow() {
    return LEAVE + guard + step(outcome, null, null, null, null) + "; ";
  }

  /** The row that says that a statement outside a transaction is about to run. */
  String attempt(String detail) {
    return step("attempt", detail, null, null, null);
  }

  /** The row that says why the file failed. */
  String failed(String reason, String sqlstate, String error) {
    return step("failed", null, reason, sqlstate, error);
  }

  /** The row that says that the file failed for a reason that passes. */
  String postponed(String reason, String sqlstate, String error) {
    return step("postponed", null, reason, sqlstate, error);
  }

  /** The row that says that the verification after the commit held. */
  String verified() {
    return step("verified", null, null, null, null);
  }

  private String step(String result, String detail, String reason, String sqlstate, String error) {
    long micros = (System.nanoTime() - startedNanos) / 1000;
    return "INSERT INTO memdb.step (run, version, description, script, sha256, outcome, started_at,"
        + " statements, detail, reason, sqlstate, error) VALUES ("
        + String.join(
            ", ",
            SqlText.literal(run.toString()),
            SqlText.literal(migration.version().text()),
            SqlText.literal(migration.description()),
            SqlText.literal(migration.fileName()),
            SqlText.literal(migration.sha256()),
            SqlText.literal(result),
            "clock_timestamp() - interval '" + micros + " us'",
            SqlText.literal(statements.toString()),
            nullable(detail),
            nullable(reason),
            nullable(sqlstate),
            nullable(error))
        + ")";
  }

  private static String nullable(String value) {
    return value == null ? "NULL" : SqlText.literal(value);
  }
}
