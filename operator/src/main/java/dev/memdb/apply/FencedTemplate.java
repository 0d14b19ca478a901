package dev.memdb.apply;

import dev.memdb.apply.FencedDataSource.FencedConnection;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.internal.jdbc.JdbcNullTypes;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;
import org.flywaydb.core.internal.jdbc.RowMapper;
import org.flywaydb.database.postgresql.PostgreSQLDatabase;

/**
 * How Flyway reads and writes its history in the fenced session. After a file there is one trip:
 * {@link HistoryWriter}, the row, which Flyway reads next, and the commit. Flyway's own commit then
 * finds nothing to do. Only we write the history, so that nothing else can stand in it.
 */
final class FencedTemplate extends JdbcTemplate {
  /** How Flyway marks its read of the history. */
  private static final String READ = "/*NO LOAD BALANCE*/";

  private final HistoryWriter writer;

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
    String row = writer.beforeHistoryRow() + withValues(sql, parameters);
    if (connection.getAutoCommit()) {
      Sql.execute(connection, row);
      return;
    }
    Statement statement = connection.createStatement();
    statement.setEscapeProcessing(false);
    statement.closeOnCompletion();
    try {
      ahead = rows(statement, statement.execute(row + " RETURNING *; COMMIT"));
    } catch (SQLException e) {
      statement.close();
      throw writer.inWords(e);
    }
  }

  /** One string goes in one trip, and PostgreSQL parses it once; bound values need three calls. */
  private static String withValues(String sql, Object... parameters) throws SQLException {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (String part : sql.split("\\?", -1)) {
      text.append(part);
      if (next < parameters.length) {
        text.append(literal(parameters[next++]));
      }
    }
    return text.toString();
  }

  private static String literal(Object value) throws SQLException {
    if (value instanceof Integer || value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof String text) {
      return SqlText.literal(text);
    }
    if (value == null || value instanceof JdbcNullTypes) {
      return "NULL";
    }
    throw new SQLException("no constant for a " + value.getClass().getName());
  }

  private static ResultSet rows(Statement statement, boolean isRows) throws SQLException {
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
