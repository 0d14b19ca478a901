package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows that have a value, but not the one that the file's expression gives: no trigger has computed
 * it anew when what it depends on changed. Looked for on random pages, for a whole table would have
 * to be computed twice.
 *
 * <p>Nothing is compared where that could not be told: the file says itself what is done, the
 * expression gives another value each time, the type knows no equality, or a value cannot be
 * computed, as for a row that a person has filled by hand.
 */
public final class StaleRows {
  /** 16 MB: read in a moment, and of a smaller table everything. */
  private static final double BLOCKS = 2048;

  private static final String SQL = SqlText.resource(StaleRows.class, "stale-rows.sql");
  private static final String TYPES = SqlText.resource(StaleRows.class, "column-types.sql");
  private static final String UNDEFINED_FUNCTION = "42883";

  private StaleRows() {}

  /**
   * Looks for them; the session's search_path must be {@code pg_catalog}.
   *
   * @return the keys of some of them, as JSON; empty: none was seen
   */
  public static List<String> find(Connection connection, BackfillSpec spec) throws SQLException {
    List<BackfillSpec.Assignment> compared = new ArrayList<>();
    if (spec.complete() == null) {
      for (BackfillSpec.Assignment a : spec.set()) {
        if (Repeatable.is(connection, a.expression())) {
          compared.add(a);
        }
      }
    }
    List<String> found = new ArrayList<>();
    if (!compared.isEmpty()) {
      for (Segments.Relation relation : Segments.relations(connection, spec.relation())) {
        found.addAll(find(connection, spec, compared, relation));
      }
    }
    return found;
  }

  private static List<String> find(
      Connection connection,
      BackfillSpec spec,
      List<BackfillSpec.Assignment> compared,
      Segments.Relation relation)
      throws SQLException {
    double percent = 100 * Math.min(1, BLOCKS / Math.max(1, relation.blocks()));
    String sql =
        RowSql.fill(
            SQL,
            Map.of(
                "key", Keys.expression(connection, relation.relid()),
                "relation", relation.name(),
                "percent", String.format(Locale.ROOT, "%.6f", percent),
                "meant", spec.where() == null ? "true" : spec.where() + "\n",
                "done", spec.done(),
                "differs", differs(connection, relation.relid(), compared)));
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      try (ResultSet r = s.executeQuery(sql)) {
        List<String> keys = new ArrayList<>();
        while (r.next()) {
          keys.add(r.getString(1));
        }
        return keys;
      }
    } catch (SQLException e) {
      if (DataError.is(e) || SqlFailure.state(e).equals(UNDEFINED_FUNCTION)) {
        return List.of();
      }
      throw e;
    }
  }

  /** An assignment casts the value to the column's type; so does this. */
  private static String differs(
      Connection connection, long relid, List<BackfillSpec.Assignment> compared)
      throws SQLException {
    Map<String, String> types = new HashMap<>();
    try (PreparedStatement s = connection.prepareStatement(TYPES)) {
      s.setLong(1, relid);
      Object[] columns = compared.stream().map(BackfillSpec.Assignment::column).toArray();
      s.setArray(2, connection.createArrayOf("text", columns));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          types.put(r.getString(1), r.getString(2));
        }
      }
    }
    return compared.stream()
        .map(
            a ->
                "t.%s IS DISTINCT FROM CAST((%s\n) AS %s)"
                    .formatted(
                        SqlText.identifier(a.column()), a.expression(), types.get(a.column())))
        .collect(Collectors.joining(" OR "));
  }
}
