package dev.memdb.apply;

import java.sql.SQLException;

/** What goes in front of each row that Flyway writes into its history, in the same trip. */
interface HistoryWriter {
  /**
   * Statements that leave the file's role and settings, fail when this session is no longer the one
   * writer or the transaction is another, and write the ledger's own row. Each ends with a
   * semicolon.
   */
  String beforeHistoryRow();

  /** A failure of these statements in plain words; any other as it is. */
  default SQLException inWords(SQLException e) {
    return e;
  }
}
