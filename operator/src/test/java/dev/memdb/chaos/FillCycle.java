package dev.memdb.chaos;

import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.FillSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseSpec;
import dev.memdb.api.RunIn;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * One cycle: a fresh table with rows, a working application, two workers, and faults. The fill is
 * slow until all faults are made, so that they hit it, and then as fast as it can be.
 */
final class FillCycle {
  private static final Duration POLL = Duration.ofMillis(100);

  private static final FillSpec SLOW = new FillSpec(RunIn.JOB, "5ms", 4, null, 2, null);
  private static final String FAST = "{\"batchDuration\":\"50ms\",\"maxDutyPercent\":100}";

  /** The lease of a worker that is gone: not 30 s, of which a cycle would mostly consist. */
  private static final Duration LEASE = Duration.ofSeconds(4);

  /** Until the expand migration is in, and the Job has its pods. */
  private static final Duration BEGINS = Duration.ofMinutes(1);

  /** Until a pod is there again whose predecessor was killed, and has connected. */
  private static final Duration WORKS = Duration.ofSeconds(15);

  /** Longer than the Job controller's pause after three failed pods, 10 s, 20 s and 40 s. */
  private static final Duration STUCK = Duration.ofMinutes(3);

  private final FillArena arena;
  private final String name;
  private final List<FillFault> faults;
  private final SplittableRandom random;
  private final Diary diary = new Diary();

  /**
   * How it ended.
   *
   * @param count what is wrong with the rows
   * @param stuck true: not Ready in time
   * @param writes of the application
   * @param hits the faults that hit a running fill
   * @param missed those that hit nothing
   * @param evidence empty when all went well
   */
  record Result(
      FillSet.Count count,
      boolean stuck,
      long writes,
      List<FillFault.Kind> hits,
      List<FillFault.Kind> missed,
      List<String> evidence) {
    boolean clean() {
      return count.clean() && !stuck;
    }

    /** A cycle that is clean because nothing was hit shows nothing. */
    boolean counts() {
      return !clean() || !hits.isEmpty();
    }
  }

  FillCycle(FillArena arena, String name, long seed) {
    this.arena = arena;
    this.name = name;
    this.random = new SplittableRandom(seed);
    this.faults = FillFault.draw(random);
  }

  Result run() {
    diary.note("faults " + faults);
    TestDatabase database = arena.server().createDatabase(name.replace('-', '_'));
    TestDatabase admin = arena.admin(database);
    arena.crew().muster(Lineup.ALONE, diary);
    apply(database);
    await(BEGINS, this::isReady);
    FillSet.seed(admin);
    FillWatch watch = new FillWatch(admin);
    boolean ready;
    long writes;
    Map<Boolean, List<FillFault.Kind>> made;
    try (FillWriters writers = FillWriters.start(admin, random.split())) {
      patch("{\"targetVersion\":\"" + FillSet.TARGET + "\"}");
      await(BEGINS, () -> watch.isRunning() || isReady());
      made = breakThings(database, watch);
      patch("{\"backfill\":" + FAST + "}");
      ready =
          await(
              STUCK,
              () -> {
                watch.endLeases(LEASE.toMillis());
                return isReady();
              });
      writes = writers.stop();
    }
    FillSet.Count count = FillSet.Count.of(admin);
    List<String> evidence = count.clean() && ready ? List.of() : evidence(admin);
    cleanUp(database);
    return new Result(count, !ready, writes, made.get(true), made.get(false), evidence);
  }

  private void apply(TestDatabase database) {
    arena.client().resource(Resources.secret(arena.namespace(), secret(), database)).create();
    MemoryDatabase resource =
        Resources.memoryDatabase(
            arena.namespace(), name, "1", Resources.configMaps(FillSet.FILES), FillSet.SCHEMA);
    MemoryDatabaseSpec spec = resource.getSpec();
    resource.setSpec(
        new MemoryDatabaseSpec(
            spec.targetVersion(),
            spec.migrations(),
            spec.schemas(),
            List.of(Resources.environment(name, "staging")),
            null,
            spec.safety(),
            null,
            SLOW,
            null,
            null));
    arena.client().resource(resource).create();
  }

  private String secret() {
    return name + "-staging";
  }

  private void patch(String spec) {
    arena
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(arena.namespace())
        .withName(name)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
  }

  /** Which faults have hit a running fill, and which have not. */
  private Map<Boolean, List<FillFault.Kind>> breakThings(TestDatabase database, FillWatch watch) {
    FillBreaker breaker = new FillBreaker(arena, database, secret(), random, diary);
    Map<Boolean, List<FillFault.Kind>> made =
        Map.of(true, new ArrayList<>(), false, new ArrayList<>());
    for (FillFault fault : faults) {
      Diary.pass(fault.after());
      await(WORKS, () -> watch.isRunning() || isReady()); // after the fault before this one
      made.get(breaker.make(fault)).add(fault.kind());
    }
    return made;
  }

  private boolean isReady() {
    return Resources.isReady(resource());
  }

  private MemoryDatabase resource() {
    return arena
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(arena.namespace())
        .withName(name)
        .get();
  }

  private boolean await(Duration longest, BooleanSupplier condition) {
    Instant end = Instant.now().plus(longest);
    while (Instant.now().isBefore(end)) {
      arena.crew().keep(diary);
      if (condition.getAsBoolean()) {
        return true;
      }
      Diary.pass(POLL);
    }
    EnvironmentStatus staging = TestMemoryDatabase.environment(resource(), "staging");
    diary.note("not in time: %s, %s".formatted(staging.reason(), staging.note()));
    return false;
  }

  private List<String> evidence(TestDatabase admin) {
    List<String> lines = new ArrayList<>(diary.lines());
    lines.addAll(admin.column("SELECT to_jsonb(r)::text FROM memdb.backfill_run r"));
    lines.addAll(admin.column("SELECT to_jsonb(s)::text FROM memdb.backfill_segment s"));
    lines.addAll(
        admin.column(
            "SELECT to_jsonb(t)::text FROM app.items t"
                + " WHERE c IS NULL OR fills > 1 OR c <> source::bigint * 2 + 1 LIMIT 10"));
    lines.addAll(arena.kubectl("describe", "mdb", name).lines().toList());
    lines.addAll(arena.kubectl("get", "jobs,pods", "-o", "wide").lines().toList());
    arena.crew().logs().forEach((who, log) -> lines.addAll(log.lines().toList()));
    return lines;
  }

  private void cleanUp(TestDatabase database) {
    arena
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(arena.namespace())
        .withName(name)
        .delete();
    arena.server().admin().execute("DROP DATABASE \"" + database.name() + "\" WITH (FORCE)");
    arena.server().admin().execute("DROP ROLE \"" + database.user() + "\"");
  }

  /** What happened, line by line. */
  List<String> diary() {
    return diary.lines();
  }
}
