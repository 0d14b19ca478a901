package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the catalogs say against a backfill, before anything of it is begun. */
public final class Preflight {
  private static final String SQL = SqlText.resource(Preflight.class, "preflight.sql");

  private Preflight() {}

  /** In words, each with what to do; empty: it may begin. */
  public static List<String> objections(Connection connection, BackfillSpec spec)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SQL)) {
      s.setString(1, spec.relation());
      s.setArray(
          2,
          connection.createArrayOf(
              "text", spec.set().stream().map(BackfillSpec.Assignment::column).toArray()));
      try (ResultSet r = s.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (r.next()) {
          found.add(r.getString(1));
        }
        return found;
      }
    }
  }
}
