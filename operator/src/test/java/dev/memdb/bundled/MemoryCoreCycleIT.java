package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.apply.Canon;
import dev.memdb.apply.Databases;
import dev.memdb.apply.Limits;
import dev.memdb.apply.RunControl;
import dev.memdb.apply.RunListener;
import dev.memdb.apply.RunRequest;
import dev.memdb.apply.RunResult;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.Version;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.DoubleAccumulator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;

/** Versions 13 to 19 by the engine, on a database in use. */
class MemoryCoreCycleIT {
  private static final int ROWS = 20_000;
  private static final double PER_SECOND = 200;

  /** So many queries of the application at least come between two steps of the run. */
  private static final int TURN = 10;

  private static final ScheduledExecutorService WATCHERS = Executors.newScheduledThreadPool(1);

  @AfterAll
  static void stopWatching() {
    WATCHERS.shutdownNow();
  }

  @OnEachPostgres
  void everyMemoryIsHashedAndNoneLooksEdited(int major, TestReporter reporter) throws Exception {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    run(database, "12", step -> {});
    MemoryLoad.seed(database::connect, ROWS);
    database.execute("CREATE TABLE public.before AS SELECT * FROM memory.memories");
    DoubleAccumulator longest = new DoubleAccumulator(Math::max, 0);

    try (MemoryLoad load =
        MemoryLoad.start(database::connect, ROWS, PER_SECOND, longest::accumulate)) {
      run(database, "19", step -> letWork(load, step));
      load.stop();

      reporter.publishEntry(
          "PostgreSQL %d: %d queries beside the run, the longest took %.0f ms"
              .formatted(major, load.queries(), longest.get()));
      assertThat(
              database.column(
                  "SELECT id FROM memory.memories"
                      + " WHERE content_hash IS DISTINCT FROM sha256(convert_to(content, 'UTF8'))"))
          .isEmpty();
      assertThat(database.value("SELECT count(*) FROM memory.memories"))
          .isEqualTo(Integer.toString(ROWS + load.inserted()));
      assertThat(
              database
                  .column(
                      "SELECT id FROM public.before AS b JOIN memory.memories AS m USING (project_id, id)"
                          + " WHERE to_jsonb(m) - 'content_hash' <> to_jsonb(b)")
                  .stream()
                  .map(Long::valueOf))
          .as("changed in anything but the hash, updated_at included")
          .containsExactlyInAnyOrderElementsOf(load.changed());
    }
    assertThat(
            database.value(
                "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'memory.memories'::regclass"
                    + " AND attname = 'content_hash'"))
        .isEqualTo("t");
    assertThat(
            database.column(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = 'memory.memories'::regclass"
                    + " AND NOT tgisinternal ORDER BY 1"))
        .containsExactly("memories_content_hash", "memories_lifecycle");
  }

  /** Before the first statement of each file, where no lock is held yet: the others get a turn. */
  private static void letWork(MemoryLoad load, String step) {
    if (step.contains("statement 1 of") || step.endsWith("filling")) {
      int before = load.queries();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .until(() -> load.queries() >= before + TURN);
    }
  }

  private interface OnStep {
    void begins(String step);
  }

  private static void run(TestDatabase d, String target, OnStep onStep) {
    RunListener listener =
        new RunListener() {
          @Override
          public void progress(String step) {
            onStep.begins(step);
          }

          @Override
          public void note(String note) {}
        };
    RunRequest request =
        new RunRequest(
            new Claim("cluster", "ai/recall", "production", null),
            new Endpoint(
                d.host(), d.port(), d.name(), d.user(), d.password(), new Tls("disable", null)),
            List.of("memory"),
            MemoryCore.set(),
            Version.of(target),
            Version.of(target),
            UnsafeDdl.BLOCK,
            Limits.DEFAULT,
            DriftPolicy.BLOCK,
            Canon.NONE,
            target,
            true,
            "pod");
    RunResult result =
        new Databases(new Connections(new AddressPolicy(true)), WATCHERS, Clock.systemUTC())
            .run(
                request,
                new RunControl(listener),
                (found, self, here) -> {
                  throw new IllegalStateException("claimed by " + found);
                });
    assertThat(result).isInstanceOf(RunResult.Done.class);
    assertThat(result.applied()).extracting(Version::text).endsWith(target);
  }
}
