package dev.memdb.backfill;

import java.sql.Connection;
import java.sql.SQLException;

/** The texts of a backfill for one table, put into statements. */
final class RowSql {
  private final BackfillRun run;
  private final String relation;
  private final String key;

  RowSql(Connection connection, BackfillRun run, long relid, String relation) throws SQLException {
    this.run = run;
    this.relation = relation;
    this.key = Keys.expression(connection, relid);
  }

  /** What people wrote may hold a {@code ?} of jsonb: doubled, the driver lets it be. */
  String of(String template) {
    return template
        .replace(":relation", relation)
        .replace(":key", key)
        .replace(":values", escape(run.values()))
        .replace(":assignments", escape(run.assignments()))
        .replace(":pending", "(" + escape(run.pending()) + ")");
  }

  private static String escape(String sql) {
    return sql.replace("?", "??");
  }
}
