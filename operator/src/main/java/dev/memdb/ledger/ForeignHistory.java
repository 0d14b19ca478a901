package dev.memdb.ledger;

import dev.memdb.migration.Version;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The history of a Flyway that somebody else runs, read for databases that are only observed. */
public final class ForeignHistory {
  private static final String FIND = SqlText.resource(ForeignHistory.class, "foreign-history.sql");

  private ForeignHistory() {}

  /**
   * Its rows; empty when there is no such table.
   *
   * @param schemas looked in first, in this order
   */
  public static List<HistoryRow> read(Connection connection, List<String> schemas)
      throws SQLException {
    Optional<String> table = find(connection, schemas);
    return table.isEmpty() ? List.of() : rows(connection, table.get());
  }

  private static Optional<String> find(Connection connection, List<String> schemas)
      throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(FIND)) {
      s.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(r.getString(1)) : Optional.empty();
      }
    }
  }

  private static List<HistoryRow> rows(Connection connection, String table) throws SQLException {
    String sql =
        "SELECT installed_rank, version, description, type, script, checksum, success FROM "
            + table
            + " ORDER BY installed_rank";
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      List<HistoryRow> rows = new ArrayList<>();
      while (r.next()) {
        String version = r.getString(2);
        int checksum = r.getInt(6);
        rows.add(
            new HistoryRow(
                r.getInt(1),
                version == null ? null : Version.of(version),
                r.getString(3),
                r.getString(4),
                r.getString(5),
                r.wasNull() ? null : checksum,
                r.getBoolean(7)));
      }
      return rows;
    }
  }
}
