package dev.memdb.chaos;

import dev.memdb.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** Makes faults, for real; returns when what was broken can work again. */
final class Breaker {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration TAKE_OVER = Duration.ofSeconds(30);
  private static final Duration MIGRATION_BEGINS = Duration.ofSeconds(20);

  private final Arena arena;
  private final String resource;
  private final SplittableRandom random;
  private final Diary diary;

  /**
   * @param resource the one whose migrations are the target
   */
  Breaker(Arena arena, String resource, SplittableRandom random, Diary diary) {
    this.arena = arena;
    this.resource = resource;
    this.random = random;
    this.diary = diary;
  }

  void make(Fault fault) {
    diary.note(fault.toString());
    switch (fault.kind()) {
      case KILL_OPERATOR -> kill(fault.lasting());
      case FREEZE_OPERATOR -> freeze(fault.lasting());
      case TERMINATE_BACKEND -> terminate();
      case CRASH_POSTGRES -> crash(fault.lasting());
    }
  }

  /** Waits for a migration of the resource to be under way; not for ever, and not when told so. */
  void awaitMigration(BooleanSupplier over) {
    await(() -> migrating().isPresent() || over.getAsBoolean(), MIGRATION_BEGINS);
  }

  private void kill(Duration lasting) {
    arena
        .crew()
        .aLeader(random)
        .ifPresent(
            member -> {
              member.kill();
              diary.note("%s is killed".formatted(member.name()));
              Diary.pass(lasting);
              arena.crew().keep(diary);
            });
  }

  private void freeze(Duration lasting) {
    Crew crew = arena.crew();
    crew.aLeader(random)
        .ifPresent(
            member -> {
              member.freeze();
              diary.note("%s is frozen".formatted(member.name()));
              crew.keep(diary);
              await(() -> crew.othersLead(member), TAKE_OVER);
              diary.note("another one leads");
              Diary.pass(lasting);
              member.thaw();
              diary.note("%s is thawed".formatted(member.name()));
            });
  }

  private void terminate() {
    Optional<PostgresServer> server = migrating();
    if (server.isEmpty()) {
      diary.note("nobody to terminate");
      return;
    }
    List<Integer> pids = ask(server.get(), "pg_terminate_backend(pid)");
    diary.note("terminated on port %d: %d backend(s)".formatted(server.get().port(), pids.size()));
  }

  /** The server where a migration is under way; any, when there is none. */
  private void crash(Duration lasting) {
    List<PostgresServer> all = arena.servers();
    PostgresServer server = migrating().orElseGet(() -> all.get(random.nextInt(all.size())));
    server.stopImmediately();
    diary.note("PostgreSQL on port %d is down".formatted(server.port()));
    Diary.pass(lasting);
    server.start();
    diary.note("PostgreSQL on port %d is up".formatted(server.port()));
  }

  private Optional<PostgresServer> migrating() {
    return arena.servers().stream().filter(s -> !ask(s, "true").isEmpty()).findFirst();
  }

  /** The backends of the resource's migrations, each asked for something. */
  private List<Integer> ask(PostgresServer server, String what) {
    String sql =
        "SELECT pid, " + what + " FROM pg_stat_activity WHERE starts_with(application_name, ?)";
    try (Connection c = server.admin().connect();
        PreparedStatement s = c.prepareStatement(sql)) {
      s.setString(1, "memdb/run/" + arena.namespace() + "/" + resource + "/");
      List<Integer> pids = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          pids.add(r.getInt(1));
        }
      }
      return pids;
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL on port " + server.port(), e);
    }
  }

  private void await(BooleanSupplier condition, Duration longest) {
    Instant end = Instant.now().plus(longest);
    while (!condition.getAsBoolean() && Instant.now().isBefore(end)) {
      arena.crew().keep(diary);
      Diary.pass(POLL);
    }
  }
}
