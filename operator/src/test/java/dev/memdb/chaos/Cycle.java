package dev.memdb.chaos;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One cycle: two fresh databases, one resource, faults at random moments, and then the judgement.
 */
final class Cycle {
  private static final List<String> ENVIRONMENTS = List.of("staging", "production");
  private static final Duration POLL = Duration.ofMillis(100);

  /** After the last fault. The slowest cure is to wait for the lease of a fence, 15 s. */
  private static final Duration STUCK = Duration.ofSeconds(90);

  private final Arena arena;
  private final String name;
  private final Lineup lineup;
  private final List<Fault> faults;
  private final Breaker breaker;
  private final Diary diary = new Diary();
  private final List<TestDatabase> databases = new ArrayList<>();

  /**
   * @param name of the resource and the databases
   * @param seed decides the faults and their moments
   */
  Cycle(Arena arena, String name, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    this.arena = arena;
    this.name = name;
    this.lineup = Lineup.draw(random);
    this.faults = Fault.draw(random);
    this.breaker = new Breaker(arena, name, random, diary);
  }

  Outcome run() {
    diary.note("line-up %s, faults %s".formatted(lineup, faults));
    arena.crew().muster(lineup, diary);
    apply();
    List<Fault.Kind> made = breakThings();
    Instant broken = Instant.now();
    Optional<Instant> ready = awaitReady(broken.plus(STUCK));
    Duration recovered =
        ready
            .filter(r -> r.isAfter(broken))
            .map(r -> Duration.between(broken, r))
            .orElse(Duration.ZERO);
    Outcome outcome =
        new Judge(arena, name, databases, diary).judge(ready.isPresent(), recovered, made);
    cleanUp();
    return outcome;
  }

  private void apply() {
    KubernetesClient client = arena.client();
    for (int i = 0; i < ENVIRONMENTS.size(); i++) {
      TestDatabase database = arena.servers().get(i).createDatabase(name.replace('-', '_'));
      databases.add(database);
      String secret = name + "-" + ENVIRONMENTS.get(i);
      client.resource(Resources.secret(arena.namespace(), secret, database)).create();
    }
    client
        .resource(
            Resources.memoryDatabase(
                arena.namespace(),
                name,
                Integer.toString(ChaosSet.VERSIONS),
                Resources.configMaps(Arena.FILES),
                ChaosSet.SCHEMA))
        .create();
    diary.note("applied");
  }

  /** Once it is Ready, faults are over: they would hit nothing. */
  private List<Fault.Kind> breakThings() {
    List<Fault.Kind> made = new ArrayList<>();
    for (Fault fault : faults) {
      if (fault.whileMigrating()) {
        breaker.awaitMigration(this::isReady);
      }
      Diary.pass(fault.after());
      if (isReady()) {
        diary.note("Ready: no more faults");
        break;
      }
      breaker.make(fault);
      made.add(fault.kind());
    }
    return made;
  }

  private boolean isReady() {
    return Resources.isReady(
        arena
            .client()
            .resources(MemoryDatabase.class)
            .inNamespace(arena.namespace())
            .withName(name)
            .get());
  }

  /**
   * Waits until it is Ready and everybody who was frozen is awake.
   *
   * @return since when it is Ready; empty: it is not
   */
  private Optional<Instant> awaitReady(Instant end) {
    Optional<Instant> since = Optional.empty();
    while (Instant.now().isBefore(end)) {
      arena.crew().keep(diary);
      if (!isReady()) {
        since = Optional.empty();
      } else if (since.isEmpty()) {
        since = Optional.of(Instant.now());
        diary.note("Ready");
      }
      if (since.isPresent() && arena.crew().isAwake()) {
        return since;
      }
      Diary.pass(POLL);
    }
    diary.note("not Ready in time");
    return Optional.empty();
  }

  private void cleanUp() {
    arena
        .client()
        .resources(MemoryDatabase.class)
        .inNamespace(arena.namespace())
        .withName(name)
        .delete();
    for (int i = 0; i < databases.size(); i++) {
      PostgresServer server = arena.servers().get(i);
      TestDatabase database = databases.get(i);
      server.admin().execute("DROP DATABASE \"" + database.name() + "\" WITH (FORCE)");
      server.admin().execute("DROP ROLE \"" + database.user() + "\"");
    }
  }

  /** What happened, line by line. */
  List<String> diary() {
    return diary.lines();
  }
}
