package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.ledger.Claim;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Server;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Creates schema memdb, and writes whose database it is. */
final class Installation {
  private static final String INSTALL =
      SqlText.resource(dev.memdb.ledger.Ledger.class, "install.sql");
  private static final String PUBLICATION =
      "SELECT pubname FROM pg_publication WHERE puballtables ORDER BY 1 LIMIT 1";

  private Installation() {}

  /**
   * Installs what is missing, in one transaction; under the migration lock.
   *
   * @return the session as it is afterwards
   */
  static DirectSession ensure(DirectSession session, Endpoint endpoint)
      throws SQLException, RefusedException {
    Server server = session.server();
    if (server.installed()) {
      return session;
    }
    if (!server.schemaExists()) {
      refusePublication(session.connection());
    }
    try (Statement s = session.connection().createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(INSTALL); // one string: one implicit transaction
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.PERMISSION) {
        throw new RefusedException(
            Reason.PERMISSION_DENIED,
            "%s: schema memdb could not be made (%s). As an administrator: %s; nothing was changed."
                .formatted(endpoint.address(), ErrorPosition.message(e), grant(server, endpoint)));
      }
      throw e;
    }
    return new DirectSession(
        session.connection(),
        new Server(server.versionNumber(), server.version(), server.pid(), true, true));
  }

  private static String grant(Server server, Endpoint endpoint) {
    String role = SqlText.identifier(endpoint.user());
    return server.schemaExists()
        ? "ALTER SCHEMA memdb OWNER TO " + role
        : "GRANT CREATE ON DATABASE %s TO %s"
            .formatted(SqlText.identifier(endpoint.database()), role);
  }

  /** Changes to memdb's tables would reach a subscriber that has no such tables, and stop it. */
  private static void refusePublication(Connection connection)
      throws SQLException, RefusedException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(PUBLICATION)) {
      if (r.next()) {
        throw new RefusedException(
            Reason.PUBLICATION_IN_THE_WAY,
            "publication %s is FOR ALL TABLES: subscribers without the tables of schema memdb would stop at their first row. Publish your own schemas or tables instead (docs/failure-modes.md, PublicationInTheWay); or, if no subscriber minds, say so with CREATE SCHEMA memdb."
                .formatted(r.getString(1)));
      }
    }
  }

  /** The statement that claims the database; a copy's claim is replaced. */
  static String claim(Claim self, boolean copy) {
    String values =
        String.join(
            ", ",
            SqlText.literal(self.cluster()),
            SqlText.literal(self.resource()),
            SqlText.literal(self.environment()));
    return "INSERT INTO memdb.claim (cluster, resource, environment) VALUES ("
        + values
        + ") ON CONFLICT (one) DO "
        + (copy
            ? "UPDATE SET cluster = excluded.cluster, resource = excluded.resource,"
                + " environment = excluded.environment, claimed_at = clock_timestamp()"
            : "NOTHING");
  }

  /** For the ledger: who runs this. */
  static String version() {
    return Optional.ofNullable(Installation.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
