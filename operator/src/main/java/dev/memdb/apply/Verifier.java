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

  /** Whether a migration is verified after its commit, and not in its transaction. */
  static boolean afterCommit(Migration m) {
    return m.verification() != null && !m.verification().insideTransaction();
  }

  /**
   * @throws MigrationFailure naming the line and the values, when one is not true
   */
  void verify(Migration migration) {
    for (Statement query : migration.verification().queries()) {
      try (var s = connection.createStatement()) {
        s.setEscapeProcessing(false);
        try (ResultSet r = s.executeQuery(query.text())) {
          check(migration, query, r);
        }
      } catch (SQLException e) {
        throw failure(migration, query, ErrorPosition.message(e), e);
      }
    }
  }

  private static void check(Migration migration, Statement query, ResultSet r) throws SQLException {
    int columns = r.getMetaData().getColumnCount();
    for (int row = 1; r.next(); row++) {
      for (int column = 1; column <= columns; column++) {
        String value = r.getString(column);
        if (!"t".equals(value)) {
          String what =
              "row %d, column \"%s\" is %s, not true"
                  .formatted(row, r.getMetaData().getColumnLabel(column), shown(value));
          throw failure(migration, query, what, null);
        }
      }
    }
  }

  private static MigrationFailure failure(
      Migration migration, Statement query, String message, SQLException cause) {
    return new MigrationFailure(
        MigrationFailure.Kind.VERIFICATION,
        migration,
        migration.verification().fileName() + ":" + query.line(),
        message,
        afterCommit(migration)
            ? "The migration is committed; mend the data, then set annotation memdb.dev/requested-at to try the check again."
            : "The migration was rolled back; correct it or the check.",
        cause);
  }

  private static String shown(String value) {
    if (value == null) {
      return "NULL";
    }
    return value.equals("f") ? "false" : "not a boolean";
  }
}
