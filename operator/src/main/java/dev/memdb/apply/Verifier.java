package dev.memdb.apply;

import dev.memdb.migration.Migration;
import dev.memdb.sql.Statement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Runs a {@code .verify.sql}: every value of every returned row must be true. */
final class Verifier {
  private final Connection connection;

  Verifier(Connection connection) {
    this.connection = connection;
  }

  /**
   * @throws MigrationFailure naming the line and the values, when one is not true
   */
  void verify(Migration migration) {
    for (Statement query : migration.verification().queries()) {
      String where = migration.verification().fileName() + ":" + query.line();
      try (var s = connection.createStatement()) {
        s.setEscapeProcessing(false);
        try (ResultSet r = s.executeQuery(query.text())) {
          check(migration, where, r);
        }
      } catch (SQLException e) {
        throw new MigrationFailure(
            MigrationFailure.Kind.STATEMENT, migration, where, ErrorPosition.message(e), e);
      }
    }
  }

  private static void check(Migration migration, String where, ResultSet r) throws SQLException {
    int columns = r.getMetaData().getColumnCount();
    for (int row = 1; r.next(); row++) {
      for (int column = 1; column <= columns; column++) {
        String value = r.getString(column);
        if (!"t".equals(value)) {
          throw new MigrationFailure(
              MigrationFailure.Kind.VERIFICATION,
              migration,
              where,
              "row %d, column %s is %s, not true"
                  .formatted(row, r.getMetaData().getColumnLabel(column), shown(value)),
              null);
        }
      }
    }
  }

  private static String shown(String value) {
    if (value == null) {
      return "NULL";
    }
    return value.equals("f") ? "false" : "not a boolean";
  }
}
