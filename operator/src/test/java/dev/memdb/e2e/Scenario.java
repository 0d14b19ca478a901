package dev.memdb.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.time.Duration;
import java.util.List;

/**
 * The installed operator, and a namespace with a MemoryDatabase {@code recall} of two databases
 * that it can reach.
 */
record Scenario(InstalledOperator operator, TestNamespace namespace, TestMemoryDatabase recall)
    implements AutoCloseable {
  /** A lease that was not given up, twice: 30 s; and what two busy cores need. */
  private static final Duration LONG = Duration.ofMinutes(2);

  /** A new one; the test is aborted where there is no cluster. */
  static Scenario create() {
    InstalledOperator operator = InstalledOperator.shared();
    operator.awaitReady();
    HostPostgres postgres = HostPostgres.shared(operator.cluster());
    TestNamespace namespace = TestNamespace.create(operator.cluster().api());
    operator
        .cluster()
        .api()
        .kubectl(
            "label",
            "namespace",
            namespace.name(),
            "pod-security.kubernetes.io/enforce=restricted");
    return new Scenario(
        operator,
        namespace,
        namespace.memoryDatabase("recall", postgres.newStaging(), postgres.newProduction()));
  }

  /** Waits until Ready is True for the spec as it is now, whatever is restarted meanwhile. */
  void awaitReady() {
    recall.await("Ready", LONG, Resources::isReady);
  }

  /** Waits until a query has this answer. */
  static void awaitAnswer(TestDatabase database, String sql, String answer) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> answer.equals(database.value(sql)));
  }

  /** Each version once in both databases: in the history, and in the ledger. */
  void assertExactlyOnce(String... versions) {
    for (TestDatabase database : List.of(recall.staging(), recall.production())) {
      assertThat(
              database.column(
                  "SELECT version FROM memdb.history WHERE success ORDER BY installed_rank"))
          .containsExactly(versions);
      assertThat(
              database.column(
                  "SELECT version FROM memdb.step WHERE outcome = 'applied' ORDER BY id"))
          .containsExactly(versions);
    }
  }

  /** Nothing that the operator tried was beyond its rights. */
  static void assertAllowed(String log) {
    // "forbidden" is also said of a namespace that goes away
    assertThat(log).contains("leader is").doesNotContain("forbidden: User");
  }

  @Override
  public void close() {
    namespace.close();
  }
}
