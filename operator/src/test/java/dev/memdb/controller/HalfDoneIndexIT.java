package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A CREATE INDEX CONCURRENTLY that was cut off leaves an invalid index: neither drift nor done. */
class HalfDoneIndexIT {
  private final TestNamespace namespace = TestNamespace.create();
  private final OperatorFixture operator = OperatorFixture.start(namespace);

  @AfterEach
  void stop() {
    operator.close();
    namespace.close();
  }

  @Test
  void halfDoneIndexForEver() throws SQLException {
    TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("1", Sql.upTo(1));
    mdb.awaitReady();
    mdb.files(
        Sql.with(
            Sql.upTo(1),
            "V2__by_body.sql",
            "CREATE INDEX CONCURRENTLY memory_body ON app.memory (body);"));
    try (Connection writer = mdb.staging().connect();
        Statement s = writer.createStatement()) {
      s.execute("BEGIN; INSERT INTO app.memory VALUES (1, 'open')");
      mdb.target("2");
      String building =
          "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%'"
              + " AND wait_event_type = 'Lock' AND datname = current_database()";
      Awaitility.await().until(() -> admin(mdb.staging()).value(building).equals("1"));
      admin(mdb.staging())
          .execute(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                  + " WHERE query LIKE 'CREATE INDEX CONC%' AND datname = current_database()");
      s.execute("COMMIT");
    }

    mdb.awaitReady();

    String valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.memory_body'::regclass";
    assertThat(mdb.staging().value(valid)).isEqualTo("t");
    mdb.awaitEvent("Healed");
    assertThat(mdb.news()).anyMatch(n -> n.startsWith("Healed") && n.contains("invalid"));
  }

  private static TestDatabase admin(TestDatabase database) {
    return PostgresServer.shared(18).adminOf(database.name());
  }
}
