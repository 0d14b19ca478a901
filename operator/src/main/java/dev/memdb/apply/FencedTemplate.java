package dev.memdb.apply;

import dev.memdb.apply.FencedDataSource.FencedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.RowMapper;
import org.flywaydb.database.postgresql.PostgreSQLDatabase;

/**
 * How Flyway reads and writes its history in the fenced session. After a file there is one trip:
 * {@link HistoryWriter}, the row, what Flyway reads next, and the commit. Flyway's own commit then
 * finds nothing to do. Only we write the history, so that nothing else can stand in it.
 */
final class FencedTemplate extends JdbcTemplate {
  /** How Flyway marks its read of the history. */
  private static final String READ = "/*NO LOAD BALANCE*/";

  private final HistoryWriter writer;

  /** Flyway's own words for the read; null: it has not read yet. */
  private String read;

  /** What it reads next, already here; null: nothing. */
  private ResultSet ahead;

  /** It looks twice, the second time for the next rank. */
  private boolean upToDate;

  FencedTemplate(Connection connection, PostgreSQLDatabase database) {
    super(connection, database.getDatabaseType());
    writer = ((FencedConnection) connection).historyWriter();
  }

  /** A new turn of Flyway begins: it may read what it has written. */
  void turn() {
    upToDate = false;
  }

  @Override
  public <T> List<T> query(String sql, RowMapper<? extends T> mapper, Object... parameters)
      throws SQLException {
    if (!sql.startsWith(READ)) {
      return super.query(sql, mapper, parameters);
    }
    if (upToDate) {
      return List.of();
    }
    read = sql;
    upToDate = true;
    return ahead == null ? super.query(sql, mapper, parameters) : ahead(mapper);
  }

  private <T> List<T> ahead(RowMapper<? extends T> mapper) throws SQLException {
    try (ResultSet rows = ahead) {
      ahead = null;
      List<T> mapped = new ArrayList<>();
      while (rows.next()) {
        mapped.add(mapper.mapRow(rows));
      }
      return mapped;
    }
  }

  @Override
  public void update(String sql, Object... parameters) throws SQLException {
    upToDate = false;
    boolean failedRow =
        parameters.length > 0 && Boolean.FALSE.equals(parameters[parameters.length - 1]);
    if (failedRow) { // what a failed file left behind is healed by us, and told in memdb.step
      return;
    }
    String row = writer.beforeHistoryRow() + sql;
    if (read == null || connection.getAutoCommit() || !(parameters[0] instanceof Integer rank)) {
      super.update(row, parameters);
      return;
    }
    String next = read.replace("?", Integer.toString(rank - 1));
    PreparedStatement statement = prepareStatement(row + "; " + next + "; COMMIT", parameters);
    statement.closeOnCompletion();
    ahead = rows(statement, statement.execute());
  }

  private static ResultSet rows(PreparedStatement statement, boolean isRows) throws SQLException {
    boolean found = isRows;
    while (!found) {
      found = statement.getMoreResults();
      if (!found && statement.getUpdateCount() < 0) {
        throw new SQLException("the history row was written, but did not come back");
      }
    }
    return statement.getResultSet();
  }
}
