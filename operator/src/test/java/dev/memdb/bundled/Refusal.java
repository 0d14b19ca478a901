package dev.memdb.bundled;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.util.PSQLException;

/**
 * What PostgreSQL said no with.
 *
 * @param sqlState the SQLSTATE
 * @param constraint the constraint or trigger that refused; null: none is named
 * @param hint the hint; null: none
 */
record Refusal(String sqlState, String constraint, String hint) {

  /** Runs SQL in a session of its own; empty when it is accepted. */
  static Optional<Refusal> of(TestDatabase database, String sql) {
    try (Connection c = database.connect()) {
      return of(c, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs SQL in this session; empty when it is accepted. */
  static Optional<Refusal> of(Connection connection, String sql) {
    try (Statement s = connection.createStatement()) {
      s.execute(sql);
      return Optional.empty();
    } catch (PSQLException e) {
      var message = e.getServerErrorMessage();
      return Optional.of(new Refusal(e.getSQLState(), message.getConstraint(), message.getHint()));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
