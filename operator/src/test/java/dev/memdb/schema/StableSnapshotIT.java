package dev.memdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.postgres.SqlText;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading while somebody changes tables. */
class StableSnapshotIT {
  private static final List<String> SCHEMAS = List.of("app", "other");
  private static final int READS = 15;

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void tablesThatComeAndGoAreNoFailure(int major) throws Exception {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    Sessions.execute(database, SqlText.resource(StableSnapshotIT.class, "setup.sql"));
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> change(database, done));
    try (Connection c = Sessions.open(database)) {
      SchemaSnapshot expected = Catalog.snapshot(c, List.of("unmanaged"));
      for (int i = 0; i < READS; i++) {
        SchemaSnapshot read = Catalog.stableSnapshot(c, SCHEMAS, expected);
        assertThat(read.objects()).anyMatch(o -> o.identity().equals("app.t"));
      }
    } finally {
      done.set(true);
    }
    changes.get();
  }

  private static void change(TestDatabase database, AtomicBoolean done) {
    try (Connection c = Sessions.open(database)) {
      while (!done.get()) {
        Sessions.execute(c, "CREATE TABLE app.passing (id int PRIMARY KEY, n int CHECK (n > 0))");
        Sessions.execute(c, "CREATE INDEX ON app.passing (n) WHERE n > 1");
        Sessions.execute(c, "CREATE VIEW app.looks AS SELECT id FROM app.passing");
        Sessions.execute(c, "DROP TABLE app.passing CASCADE");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
