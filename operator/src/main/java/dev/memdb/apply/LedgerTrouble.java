package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.ledger.Ledger;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Why a ledger must not be used, or cannot be read, in words. */
final class LedgerTrouble {
  private LedgerTrouble() {}

  /** Refuses one that a newer operator has written. */
  static void refuseNewer(int format) throws RefusedException {
    if (format > Ledger.FORMAT) {
      throw new RefusedException(
          Reason.LEDGER_NEWER_THAN_OPERATOR,
          "schema memdb has format %d, this operator knows up to %d: a newer operator has worked here. Upgrade this one; nothing was changed."
              .formatted(format, Ledger.FORMAT));
    }
  }

  /**
   * After a failure to read it: finds out whether that has a cause with a name.
   *
   * @param connection the same session, in autocommit mode
   */
  static void explain(SQLException failure, Connection connection, Endpoint endpoint)
      throws SQLException, RefusedException {
    if (SqlFailure.of(failure) == SqlFailure.PERMISSION) {
      throw new RefusedException(
          Reason.PERMISSION_DENIED, denied(failure, owner(connection), endpoint));
    }
    if (failure.getSQLState() != null && failure.getSQLState().startsWith("42")) {
      refuseNewer(format(connection)); // its tables need not have the columns that we ask for
    }
  }

  private static String denied(SQLException failure, String owner, Endpoint endpoint) {
    return "%s: %s. Schema memdb belongs to role %s: put that one into the Secret, or run as an administrator: GRANT %s TO %s; nothing was changed."
        .formatted(
            endpoint.address(),
            ErrorPosition.message(failure),
            owner,
            SqlText.identifier(owner),
            SqlText.identifier(endpoint.user()));
  }

  private static String owner(Connection connection) throws SQLException {
    return value(
        connection, "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'memdb'");
  }

  private static int format(Connection connection) throws SQLException {
    return Integer.parseInt(value(connection, "SELECT version FROM memdb.format"));
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getString(1);
    }
  }
}
