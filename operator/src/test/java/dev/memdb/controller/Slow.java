package dev.memdb.controller;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** A migration that is under way for as long as a test needs it. */
final class Slow {
  private static final String SLEEPERS =
      "FROM pg_stat_activity WHERE datname = '%s' AND wait_event = 'PgSleep'"
          + " AND application_name LIKE 'memdb/%%'";

  private Slow() {}

  /** V1, then a V2 that takes that long and makes a table at its end, then V3. */
  static Map<String, String> files(Duration second) {
    return Sql.with(
        Sql.upTo(3),
        Sql.V2,
        "SELECT pg_sleep(%s);\nCREATE TABLE app.source (id bigint);"
            .formatted(second.toMillis() / 1e3));
  }

  /** Waits until the slow statement runs. */
  static void awaitIn(PostgresServer server, TestDatabase database) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> runsIn(server, database));
  }

  static boolean runsIn(PostgresServer server, TestDatabase database) {
    return !server
        .admin()
        .value("SELECT count(*) " + SLEEPERS.formatted(database.name()))
        .equals("0");
  }
}
