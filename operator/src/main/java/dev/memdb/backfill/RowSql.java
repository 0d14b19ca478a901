package dev.memdb.backfill;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The texts of a backfill for one table, put into statements. */
final class RowSql {
  /** Not the type of a cast. */
  private static final Pattern NAME = Pattern.compile("(?<!:):([a-z]+)");

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
    return of(template, Map.of());
  }

  /** With further texts. */
  String of(String template, Map<String, String> further) {
    Map<String, String> texts = new HashMap<>(further);
    texts.put("relation", relation);
    texts.put("key", key);
    texts.put("values", escape(run.values()));
    texts.put("assignments", escape(run.assignments()));
    texts.put("pending", "(" + escape(run.pending()) + ")");
    return fill(template, texts);
  }

  /** In one go: a text that is put in may itself hold what looks like a name. */
  static String fill(String template, Map<String, String> texts) {
    return NAME.matcher(template)
        .replaceAll(m -> Matcher.quoteReplacement(texts.getOrDefault(m.group(1), m.group())));
  }

  private static String escape(String sql) {
    return sql.replace("?", "??");
  }
}
