package dev.memdb.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.MigrationSet;
import dev.memdb.testkit.ChildJvm;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TcpProxy;
import dev.memdb.testkit.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Runs of twelve versions, each hit at a random round trip by a random fault, until one comes
 * through: nothing lost, nothing twice, nothing left behind. A failure tells the seed; {@code
 * -Dmemdb.seed=…} repeats it.
 */
class CrashMatrixIT {
  private static final int CYCLES = 10;
  private static final int FAULTS_PER_CYCLE = 2;

  /** A whole run takes about this many. */
  private static final int ROUND_TRIPS = 120;

  private static final Duration LEASE = Duration.ofMillis(1500);
  private static final long SEED = Long.getLong("memdb.seed", System.nanoTime());
  private static final MigrationSet SET = Sets.of(files());

  private enum Fault {
    CUT_BEFORE,
    CUT_AFTER,
    BACKEND_BEFORE,
    BACKEND_AFTER,
    KILLED_CLIENT,
    FROZEN_CLIENT
  }

  @OnEachPostgres
  void nothingIsLostAndNothingHappensTwice(int major) {
    Random random = new Random(SEED + major);
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      EngineFixture engine = EngineFixture.on(major).with(SET).withLease(LEASE);
      List<String> diary = new ArrayList<>(List.of("seed " + SEED + ", cycle " + cycle));
      for (int i = 0; i < FAULTS_PER_CYCLE; i++) {
        List<Fault> possible = possible(cycle);
        Fault fault = possible.get(random.nextInt(possible.size()));
        int trip = 1 + random.nextInt(ROUND_TRIPS);
        diary.add(fault + " at trip " + trip + ": " + hit(engine, fault, trip));
      }
      RunResult result = engine.run();
      diary.add(result.toString());
      judge(engine, result, String.join("\n", diary));
    }
  }

  /** A process costs a second to start: every third cycle may have one. */
  private static List<Fault> possible(int cycle) {
    EnumSet<Fault> possible = EnumSet.allOf(Fault.class);
    if (cycle % 3 != 0) {
      possible.removeAll(EnumSet.of(Fault.KILLED_CLIENT, Fault.FROZEN_CLIENT));
    }
    return List.copyOf(possible);
  }

  private static String hit(EngineFixture engine, Fault fault, int trip) {
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      return switch (fault) {
        case CUT_BEFORE -> {
          proxy.cutAtTrip(trip, false);
          yield told(engine.through(proxy).run());
        }
        case CUT_AFTER -> {
          proxy.cutAtTrip(trip, true);
          yield told(engine.through(proxy).run());
        }
        case BACKEND_BEFORE -> {
          proxy.atTrip(trip, false, () -> terminateAll(engine));
          yield told(engine.through(proxy).run());
        }
        case BACKEND_AFTER -> {
          proxy.atTrip(trip, true, () -> terminateAll(engine));
          yield told(engine.through(proxy).run());
        }
        case KILLED_CLIENT -> child(engine, proxy, trip, false);
        case FROZEN_CLIENT -> child(engine, proxy, trip, true);
      };
    }
  }

  private static String child(EngineFixture engine, TcpProxy proxy, int trip, boolean frozen) {
    TestDatabase d = engine.database();
    TestDatabase behind =
        new TestDatabase("127.0.0.1", proxy.port(), d.name(), d.user(), d.password());
    try (ChildJvm child = ChildRun.start(engine, behind, LEASE)) {
      proxy.atTrip(trip, true, frozen ? child::stop : child::kill);
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> !child.isAlive() || (frozen && proxy.roundTrips() >= trip));
      assertThat(proxy.roundTrips()).as("%s", child.output()).isPositive();
      if (!frozen || !child.isAlive()) {
        return String.valueOf(child.output());
      }
      String other = told(engine.run());
      child.resume();
      child.await();
      return other + ", then " + child.output();
    }
  }

  private static void terminateAll(EngineFixture engine) {
    column(
        engine,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE"
            + " 'memdb/run/%' AND datname = current_database()");
  }

  private static String told(RunResult result) {
    return result.getClass().getSimpleName()
        + result.applied()
        + (result instanceof RunResult.Postponed p ? " " + p.reason() + " " + p.message() : "")
        + (result instanceof RunResult.Stopped s ? " " + s.reason() + " " + s.message() : "");
  }

  private static void judge(EngineFixture engine, RunResult result, String diary) {
    assertThat(result).as(diary).isInstanceOf(RunResult.Done.class);
    List<String> versions = IntStream.rangeClosed(1, 12).mapToObj(Integer::toString).toList();
    assertThat(engine.history()).as(diary).isEqualTo(versions);
    assertThat(
            column(
                engine,
                "SELECT version FROM memdb.step WHERE outcome IN ('applied', 'recorded') ORDER BY"
                    + " id"))
        .as(diary)
        .isEqualTo(versions);
    assertThat(column(engine, "SELECT version FROM memdb.step WHERE outcome = 'verified'"))
        .as(diary)
        .containsExactly("6", "10");
    assertThat(column(engine, "SELECT n || ' ' || count(*) FROM effects GROUP BY n ORDER BY n"))
        .as(diary)
        .isEqualTo(IntStream.of(1, 2, 3, 5, 6, 7, 9, 11, 12).mapToObj(n -> n + " 1").toList());
    assertThat(column(engine, "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid"))
        .as(diary)
        .isEmpty();
    assertThat(
            column(engine, "SELECT relname FROM pg_class WHERE relname ~ '^effects_' ORDER BY 1"))
        .as(diary)
        .containsExactly("effects_n", "effects_n_again");
    assertThat(engine.facts().differences()).as(diary).isZero();
  }

  private static List<String> column(EngineFixture engine, String sql) {
    return engine.admin().column(sql);
  }

  /** Tables, data, slow statements, three builds outside a transaction, three checks. */
  private static String[] files() {
    String effect = "INSERT INTO effects VALUES (%d);\nSELECT pg_sleep(0.02)";
    return new String[] {
      "V1__effects.sql", "CREATE TABLE effects (n int);\n" + effect.formatted(1),
      "V2__a.sql", "CREATE TABLE a (i int);\n" + effect.formatted(2),
      "V3__rows.sql",
          "INSERT INTO a SELECT g FROM generate_series(1, 1000) g;\n" + effect.formatted(3),
      "V4__index.sql", "CREATE INDEX CONCURRENTLY effects_n ON effects (n)",
      "V5__b.sql", "CREATE TABLE b (i int PRIMARY KEY);\n" + effect.formatted(5),
      "V5__b.verify.sql", "SELECT count(*) = 1 FROM pg_catalog.pg_class WHERE relname = 'b'",
      "V6__more.sql", "INSERT INTO b SELECT i FROM a;\n" + effect.formatted(6),
      "V6__more.verify.sql", "SELECT count(*) = 1000, pg_sleep(0.02) IS NOT NULL FROM b",
      "V7__column.sql", "ALTER TABLE a ADD COLUMN j int;\n" + effect.formatted(7),
      "V8__unique.sql", "CREATE UNIQUE INDEX CONCURRENTLY effects_n_again ON effects (n)",
      "V9__c.sql", "CREATE TABLE c (i int);\n" + effect.formatted(9),
      "V10__index.sql", "CREATE INDEX CONCURRENTLY a_j ON a (j)",
      "V10__index.verify.sql",
          "SELECT indisvalid FROM pg_catalog.pg_index WHERE indexrelid = 'a_j'::regclass",
      "V11__change.sql", "UPDATE a SET j = i;\n" + effect.formatted(11),
      "V12__last.sql", "CREATE VIEW v AS SELECT * FROM c;\n" + effect.formatted(12),
    };
  }
}
