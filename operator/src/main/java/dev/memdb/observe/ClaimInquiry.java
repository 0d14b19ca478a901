package dev.memdb.observe;

import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.apply.ClaimArbiter;
import dev.memdb.ledger.Claim;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Ledger;
import dev.memdb.ledger.LedgerReader;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the owner of a claim: is your database this one? An owner that has its own database
 * elsewhere proves that this one is a copy.
 */
public final class ClaimInquiry implements ClaimArbiter {
  private final KubernetesClient client;
  private final ConnectionReader secrets;
  private final Connections connections;

  public ClaimInquiry(KubernetesClient client, ConnectionReader secrets, Connections connections) {
    this.client = client;
    this.secrets = secrets;
    this.connections = connections;
  }

  @Override
  public Ruling judge(Claim found, Claim self, Connection here) throws SQLException {
    if (!found.cluster().equals(self.cluster())) {
      return unknown(found, "it is managed from another Kubernetes cluster");
    }
    String[] name = found.resource().split("/", 2);
    Optional<EnvironmentSpec> owner;
    try {
      owner = environment(name[0], name[1], found.environment());
    } catch (KubernetesClientException e) {
      return unknown(found, "its owner could not be read from the API server");
    }
    if (owner.isEmpty()) {
      return new Ruling(Kind.COPY, "its owner " + shown(found) + " is gone");
    }
    try {
      Endpoint endpoint = secrets.read(name[0], owner.get().connection());
      return ask(found, self, endpoint, here);
    } catch (ConnectionDataException | ConnectException e) {
      return unknown(found, "its owner's database cannot be asked: " + e.getMessage());
    }
  }

  private Optional<EnvironmentSpec> environment(String namespace, String name, String environment) {
    MemoryDatabase owner =
        client.resources(MemoryDatabase.class).inNamespace(namespace).withName(name).get();
    return owner == null
        ? Optional.empty()
        : owner.getSpec().environments().stream()
            .filter(e -> e.name().equals(environment))
            .findFirst();
  }

  private Ruling ask(Claim found, Claim self, Endpoint endpoint, Connection here)
      throws SQLException, ConnectException {
    SessionSettings settings =
        new SessionSettings(
            "memdb/claim/" + self.resource(),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            List.of());
    try (DirectSession there = DirectSession.open(connections, endpoint, settings)) {
      if (SameDatabase.test(here, there.connection())) {
        return new Ruling(
            Kind.MISMATCH,
            "this is the database of %s. Two environments must never share one: correct connection.secretRef of this environment; nothing was changed."
                .formatted(shown(found)));
      }
      Optional<Claim> theirs =
          there.server().installed() ? claim(there.connection()) : Optional.empty();
      if (theirs.isPresent() && ClaimArbiter.sameOwner(theirs.get(), found)) {
        return new Ruling(Kind.COPY, "a copy of the database of " + shown(found));
      }
      return new Ruling(
          Kind.MISMATCH,
          "this database belongs to %s, whose own connection leads to another one: are two Secrets swapped? Correct them; nothing was changed."
              .formatted(shown(found)));
    }
  }

  private static Optional<Claim> claim(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(LedgerReader.SQL)) {
      r.next();
      Ledger ledger = LedgerReader.read(r);
      return ledger.claim();
    }
  }

  private static Ruling unknown(Claim found, String why) {
    return new Ruling(
        Kind.UNKNOWN,
        "this database is claimed by %s, and %s. If it really is this resource's now, run in it: DELETE FROM memdb.claim; nothing was changed."
            .formatted(shown(found), why));
  }

  private static String shown(Claim claim) {
    return claim.resource() + " (environment " + claim.environment() + ")";
  }
}
