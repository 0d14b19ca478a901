package dev.memdb.apply;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.ledger.Claim;
import dev.memdb.ledger.DirectSession;
import dev.memdb.plan.AppliedVersions;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import dev.memdb.safety.Schema;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A database as migrations find it that are judged for it; only read.
 *
 * @param major of its server
 * @param applied what its history says, the operator's or Flyway's own; nothing where it has none
 * @param schema what is in it
 */
public record LiveDatabase(int major, AppliedVersions applied, Schema schema) {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  /**
   * Reads it.
   *
   * @param schemas where a history of Flyway's own may be; also the search path
   * @throws ConnectException when it cannot be reached or read, with the next step
   */
  public static LiveDatabase read(Connections connections, Endpoint endpoint, List<String> schemas)
      throws ConnectException {
    LookRequest look =
        new LookRequest(
            new Claim("", "memdb/lint", "", null),
            endpoint,
            schemas,
            EnvironmentMode.OBSERVE,
            Optional.empty(),
            Optional.empty());
    SessionSettings settings = new SessionSettings("memdb/lint", LONG_ENOUGH, LONG_ENOUGH, schemas);
    try (DirectSession session = DirectSession.open(connections, endpoint, settings)) {
      return new LiveDatabase(
          session.server().major(),
          AppliedVersions.of(new FactsReader(session, look).read(false).ledger().history()),
          Schema.read(SafetyCheck.catalog(session.connection())));
    } catch (RefusedException e) {
      throw ConnectException.refused(e.reason(), e.getMessage());
    } catch (SQLException e) {
      throw ConnectException.of(e, endpoint);
    }
  }
}
