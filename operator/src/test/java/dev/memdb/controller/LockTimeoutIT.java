package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A migration that waits for its lock keeps nobody else waiting for long. */
class LockTimeoutIT {
  private static final Duration READER = Duration.ofSeconds(12);

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void noLockTimeout() throws SQLException {
    try (TestNamespace namespace = TestNamespace.create();
        OperatorFixture operator = OperatorFixture.start(namespace)) {
      TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("2", Sql.upTo(3));
      mdb.awaitReady();

      Duration slowest;
      try (Connection reader = mdb.staging().connect();
          Statement s = reader.createStatement()) {
        s.execute("SET application_name = 'nightly report'; BEGIN; SELECT * FROM app.memory");
        mdb.target("3");
        slowest = slowestSelect(mdb);
        mdb.awaitReason("LockTimeoutRetrying");
        assertThat(mdb.message()).contains("V3__kind.sql:2", "nightly report");
      }

      System.out.printf("slowest SELECT beside the migration: %d ms%n", slowest.toMillis());
      assertThat(slowest).isLessThan(Duration.ofSeconds(1));
      mdb.awaitReady();
    }
  }

  /** As an application reads, for as long as the reader's transaction is open. */
  private static Duration slowestSelect(TestMemoryDatabase mdb) throws SQLException {
    long end = System.nanoTime() + READER.toNanos();
    long slowest = 0;
    try (Connection application = mdb.staging().connect();
        Statement s = application.createStatement()) {
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        s.execute("SELECT pg_sleep(0.01), (SELECT count(*) FROM app.memory)");
        slowest = Math.max(slowest, System.nanoTime() - start);
      }
    }
    return Duration.ofNanos(slowest);
  }
}
