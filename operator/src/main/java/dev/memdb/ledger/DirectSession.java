package dev.memdb.ledger;

import dev.memdb.api.Reason;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * One connection that certainly ends at a PostgreSQL primary and not at a pooler. It never
 * reconnects: a session that is gone has lost its lock.
 *
 * @param connection in autocommit mode
 * @param server who answered
 */
public record DirectSession(Connection connection, Server server) implements AutoCloseable {
  private static final String SERVER = SqlText.resource(DirectSession.class, "server.sql");
  private static final int OLDEST = 140_000;

  /**
   * Connects, and refuses what migrations must not run through.
   *
   * @throws ConnectException when there is no connection, or it is a pooler, a standby, read-only
   *     or too old
   */
  public static DirectSession open(
      Connections connections, Endpoint endpoint, SessionSettings settings)
      throws ConnectException {
    Connection connection = connections.open(endpoint, settings);
    try {
      return new DirectSession(connection, server(connection, endpoint));
    } catch (SQLException e) {
      closeQuietly(connection);
      throw ConnectException.of(e, endpoint);
    } catch (ConnectException e) {
      closeQuietly(connection);
      throw e;
    }
  }

  private static Server server(Connection connection, Endpoint endpoint)
      throws SQLException, ConnectException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(SERVER)) {
      r.next();
      Server server =
          new Server(r.getInt(1), r.getString(2), r.getInt(3), r.getBoolean(6), r.getBoolean(7));
      refuseOld(server, endpoint);
      // a pooler sends a process number of its own in the key that cancels a query
      if (server.pid() != connection.unwrap(PGConnection.class).getBackendPID()) {
        throw ConnectException.refused(
            Reason.POOLER_REFUSED,
            "%s is a connection pooler (its backend number is not PostgreSQL's). Session locks do not work through one: point the Secret at PostgreSQL itself."
                .formatted(endpoint.address()));
      }
      if (r.getBoolean(4) || r.getBoolean(5)) {
        throw ConnectException.refused(
            Reason.NOT_PRIMARY,
            "%s is %s. Point the Secret at the primary; looked at again every few seconds."
                .formatted(endpoint.address(), r.getBoolean(4) ? "a standby" : "read-only"));
      }
      return server;
    }
  }

  static void refuseOld(Server server, Endpoint endpoint) throws ConnectException {
    if (server.versionNumber() < OLDEST) {
      throw ConnectException.refused(
          Reason.SERVER_TOO_OLD,
          "%s runs PostgreSQL %s; the oldest that is supported is 14. Upgrade it, or take the environment out."
              .formatted(endpoint.address(), server.version()));
    }
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // it is refused anyway
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }
}
