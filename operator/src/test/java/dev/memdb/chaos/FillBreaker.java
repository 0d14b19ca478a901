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
import java.util.SplittableRandom;

/** Makes faults while rows are filled; returns when what was broken can work again. */
final class FillBreaker {
  private static final Duration OUTAGE = Duration.ofMillis(500);
  private static final Duration ZOMBIE_SLEEPS = Duration.ofSeconds(3);

  private final FillArena arena;
  private final TestDatabase database;
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
    this.secret = secret;
    this.random = random;
    this.diary = diary;
  }

  void make(FillFault fault) {
    diary.note(fault.toString());
    switch (fault.kind()) {
      case KILL_WORKER -> killWorker();
      case FREEZE_WORKER -> freezeWorker();
      case TERMINATE_BACKEND -> terminate();
      case KILL_OPERATOR -> killOperator();
      case CRASH_POSTGRES -> crash();
      case VACUUM_FULL -> vacuum();
      case ROTATE_SECRET -> rotate();
    }
  }

  private void killWorker() {
    List<Process> workers = arena.kubelet().running();
    if (!workers.isEmpty()) {
      workers.get(random.nextInt(workers.size())).destroyForcibly();
    }
    diary.note("of %d workers one is killed".formatted(workers.size()));
  }

  /** Its lease ends while it stands still; a lease of 30 s is not waited for. */
  private void freezeWorker() {
    List<Process> workers = arena.kubelet().running();
    if (workers.isEmpty()) {
      diary.note("no worker to freeze");
      return;
    }
    Process zombie = workers.get(random.nextInt(workers.size()));
    signal(zombie, "STOP");
    arena
        .admin(database)
        .execute(
            "UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s' WHERE status = 'running'");
    diary.note("worker %d is frozen, leases are over".formatted(zombie.pid()));
    Diary.pass(ZOMBIE_SLEEPS);
    signal(zombie, "CONT");
    diary.note("worker %d is thawed".formatted(zombie.pid()));
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

  private void terminate() {
    List<String> ended =
        arena
            .server()
            .admin()
            .column(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE application_name LIKE 'memdb/fill/%' ORDER BY random() LIMIT 1");
    diary.note("backends terminated: " + ended.size());
  }

  private void killOperator() {
    arena
        .crew()
        .aLeader(random)
        .ifPresent(
            member -> {
              member.kill();
              diary.note("%s is killed".formatted(member.name()));
              Diary.pass(OUTAGE);
              arena.crew().keep(diary);
            });
  }

  private void crash() {
    PostgresServer server = arena.server();
    server.stopImmediately();
    diary.note("PostgreSQL is down");
    Diary.pass(OUTAGE);
    server.start();
    diary.note("PostgreSQL is up");
  }

  private void vacuum() {
    arena.admin(database).execute("VACUUM FULL app.items_" + random.nextInt(4));
    diary.note("a partition was rewritten");
  }

  private void rotate() {
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
    terminate(); // a session that is there already would never notice
    Kubelet kubelet = arena.kubelet();
    kubelet.refresh();
    diary.note("the password was rotated");
  }
}
