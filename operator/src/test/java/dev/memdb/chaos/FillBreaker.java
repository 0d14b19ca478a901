package dev.memdb.chaos;

import dev.memdb.testkit.Kubelet;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Makes faults while rows are filled; returns when what was broken can work again. */
final class FillBreaker {
  private static final Duration OUTAGE = Duration.ofMillis(500);
  private static final Duration POLL = Duration.ofMillis(50);

  /** Within this the server notices that a worker is gone. */
  private static final Duration SERVER_NOTICES = Duration.ofSeconds(2);

  /**
   * Several times as long as from one batch to the next: who is silent for so long is the zombie.
   */
  private static final Duration ZOMBIE_IS_SILENT = Duration.ofSeconds(1);

  /** Another worker first ends what it is at. */
  private static final Duration ZOMBIE_SLEEPS = Duration.ofSeconds(10);

  private final FillArena arena;
  private final TestDatabase database;
  private final FillWatch watch;
  private final String secret;
  private final SplittableRandom random;
  private final Diary diary;

  /**
   * @param database that is filled
   * @param secret the name of its Secret
   */
  FillBreaker(
      FillArena arena, TestDatabase database, String secret, SplittableRandom random, Diary diary) {
    this.arena = arena;
    this.database = database;
    this.watch = new FillWatch(arena.admin(database));
    this.secret = secret;
    this.random = random;
    this.diary = diary;
  }

  /**
   * Breaks something.
   *
   * @return whether it has hit a fill that was running
   */
  boolean make(FillFault fault) {
    diary.note("%s, filled: %s".formatted(fault, watch.filled()));
    boolean running = watch.isRunning();
    boolean broken =
        switch (fault.kind()) {
          case KILL_WORKER -> killWorker();
          case FREEZE_WORKER -> freezeWorker();
          case TERMINATE_BACKEND -> terminate();
          case KILL_OPERATOR -> killOperator();
          case CRASH_POSTGRES -> crash();
          case VACUUM_FULL -> vacuum();
          case ROTATE_SECRET -> rotate();
        };
    diary.note(running && broken ? "a hit" : "it has hit nothing");
    return running && broken;
  }

  private Optional<Process> aWorker() {
    List<Process> workers = arena.kubelet().running();
    diary.note("workers: %d".formatted(workers.size()));
    return workers.isEmpty()
        ? Optional.empty()
        : Optional.of(workers.get(random.nextInt(workers.size())));
  }

  /** One that is only being started has no session yet: then nothing is hit. */
  private boolean killWorker() {
    List<String> before = watch.backends();
    return aWorker()
        .filter(worker -> worker.destroyForcibly() != null)
        .filter(worker -> within(SERVER_NOTICES, () -> !watch.backends().containsAll(before)))
        .isPresent();
  }

  /** Its lease ends while it stands still, and another takes over; then it goes on. */
  private boolean freezeWorker() {
    Optional<Process> zombie = aWorker();
    if (zombie.isEmpty()) {
      return false;
    }
    signal(zombie.get(), "STOP");
    try {
      Diary.pass(ZOMBIE_IS_SILENT);
      List<String> silent = watch.endLeases(ZOMBIE_IS_SILENT.toMillis() / 2);
      diary.note("worker %d is frozen, leases are over: %s".formatted(zombie.get().pid(), silent));
      return !silent.isEmpty() && within(ZOMBIE_SLEEPS, () -> watch.isTakenOver(silent));
    } finally {
      signal(zombie.get(), "CONT");
      diary.note("worker %d is thawed".formatted(zombie.get().pid()));
    }
  }

  private static boolean within(Duration longest, BooleanSupplier condition) {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Diary.pass(POLL);
    }
    return true;
  }

  private static void signal(Process process, String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean terminate() {
    List<String> ended =
        arena
            .server()
            .admin()
            .column(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'memdb/fill/%' ORDER BY random() LIMIT 1");
    diary.note("backends terminated: " + ended.size());
    return !ended.isEmpty();
  }

  private boolean killOperator() {
    Optional<Member> leader = arena.crew().aLeader(random);
    leader.ifPresent(
        member -> {
          member.kill();
          diary.note("%s is killed".formatted(member.name()));
          Diary.pass(OUTAGE);
          arena.crew().keep(diary);
        });
    return leader.isPresent();
  }

  private boolean crash() {
    PostgresServer server = arena.server();
    server.stopImmediately();
    diary.note("PostgreSQL is down");
    Diary.pass(OUTAGE);
    server.start();
    diary.note("PostgreSQL is up");
    return true;
  }

  private boolean vacuum() {
    List<String> partition = watch.partitionAtWork();
    partition.forEach(name -> arena.admin(database).execute("VACUUM FULL " + name));
    diary.note("rewritten: " + partition);
    return !partition.isEmpty();
  }

  private boolean rotate() {
    String password = "rotated-" + random.nextInt(1_000_000);
    arena
        .server()
        .admin()
        .execute("ALTER ROLE \"%s\" PASSWORD '%s'".formatted(database.user(), password));
    KubernetesClient client = arena.client();
    client
        .secrets()
        .inNamespace(arena.namespace())
        .withName(secret)
        .edit(
            s -> {
              s.setData(null);
              Map<String, String> values = Resources.secretValues(database);
              values.put("password", password);
              s.setStringData(values);
              return s;
            });
    boolean noticed = terminate(); // a session that is there already would never notice
    Kubelet kubelet = arena.kubelet();
    kubelet.refresh();
    diary.note("the password was rotated");
    return noticed;
  }
}
