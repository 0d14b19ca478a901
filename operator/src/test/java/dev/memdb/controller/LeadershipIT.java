package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OperatorProcess;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes, one leads. */
class LeadershipIT {
  /** Half the default: what a killed leader costs is waited for in full. */
  private static final String LEASE_SECONDS = "8";

  private static final String ONCE = "SELECT version FROM memdb.step WHERE outcome = 'applied'";

  private final TestNamespace namespace = TestNamespace.create();
  @TempDir private Path temporary;

  @AfterEach
  void close() {
    namespace.close();
  }

  @Test
  void aKilledLeaderIsReplaced() throws IOException {
    TestMemoryDatabase mdb = namespace.memoryDatabase("recall");
    try (OperatorProcess leader = start(temporary);
        OperatorProcess standby = startAfter(leader, temporary)) {
      mdb.create("3", Slow.files(Duration.ofSeconds(2)));
      Slow.awaitIn(PostgresServer.shared(18), mdb.staging());

      long start = System.nanoTime();
      leader.kill();
      assertNoPasswordIn(temporary, mdb);
      mdb.await("Ready", Duration.ofSeconds(60), Resources::isReady);

      System.out.printf(
          "Ready %.1f s after the leader was killed in a run%n", (System.nanoTime() - start) / 1e9);
      assertThat(standby.isAlive()).isTrue();
      assertThat(mdb.staging().column(ONCE + " ORDER BY id")).containsExactly("1", "2", "3");
      assertThat(mdb.production().column(ONCE + " ORDER BY id")).containsExactly("1", "2", "3");
    }
  }

  @Test
  void aStoppedLeaderHandsOver() {
    try (OperatorProcess leader = start(temporary);
        OperatorProcess standby = startAfter(leader, temporary)) {
      TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("2", Sql.upTo(3));
      mdb.awaitReady();
      String before = holder();

      long start = System.nanoTime();
      leader.stop();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !holder().isEmpty() && !holder().equals(before));
      Duration took = Duration.ofNanos(System.nanoTime() - start);

      System.out.printf("handed over %.1f s after SIGTERM%n", took.toMillis() / 1e3);
      assertThat(took).isLessThan(Duration.ofSeconds(6));
      assertThat(standby.isAlive()).isTrue();
      mdb.target("3").awaitReady();
    }
  }

  private OperatorProcess start(Path temporary) {
    return OperatorProcess.start(
        namespace.server(),
        namespace.name(),
        Map.of("MEMDB_LEASE_SECONDS", LEASE_SECONDS),
        "-Djava.io.tmpdir=" + temporary);
  }

  /** The first one leads when the second one starts. */
  private OperatorProcess startAfter(OperatorProcess leader, Path temporary) {
    Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> !holder().isEmpty());
    OperatorProcess standby = start(temporary);
    Awaitility.await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> standby.log().contains("leader is"));
    assertThat(leader.isAlive()).isTrue();
    return standby;
  }

  /** Who leads; empty: nobody. */
  private String holder() {
    Lease lease =
        namespace.client().leases().inNamespace(namespace.name()).withName("memdb-operator").get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder;
  }

  private static void assertNoPasswordIn(Path folder, TestMemoryDatabase mdb) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as("%s", file)
            .doesNotContain(mdb.staging().password(), mdb.production().password());
      }
    }
  }
}
