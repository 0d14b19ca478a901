package dev.memdb.e2e;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.util.Map;

/** Two PostgreSQL servers of this machine, staging's and production's, that pods can reach. */
record HostPostgres(PostgresServer staging, PostgresServer production, String address) {
  private static HostPostgres shared;

  /** Those of this JVM, started on first use; they end with the JVM. */
  static synchronized HostPostgres shared(TestCluster cluster) {
    if (shared == null) {
      String address = cluster.hostAddress();
      shared = new HostPostgres(start(address), start(address), address);
    }
    return shared;
  }

  private static PostgresServer start(String address) {
    return PostgresServer.start(
        18, Map.of("fsync", "off", "listen_addresses", "127.0.0.1," + address));
  }

  TestDatabase newStaging() {
    return staging.createDatabase().at(address);
  }

  TestDatabase newProduction() {
    return production.createDatabase().at(address);
  }
}
