package dev.memdb.backfill;

/** SQL that people wrote, put into a text with JDBC parameters. */
final class JdbcText {
  private JdbcText() {}

  /** The operator {@code ?} of jsonb would be taken for a parameter; doubled, it is not. */
  static String escape(String sql) {
    return sql.replace("?", "??");
  }
}
