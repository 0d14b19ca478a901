package dev.memdb.bench;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.apply.Canon;
import dev.memdb.apply.ClaimArbiter;
import dev.memdb.apply.Databases;
import dev.memdb.apply.Limits;
import dev.memdb.apply.LookRequest;
import dev.memdb.apply.RunControl;
import dev.memdb.apply.RunListener;
import dev.memdb.apply.RunRequest;
import dev.memdb.apply.RunResult;
import dev.memdb.ledger.Claim;
import dev.memdb.migration.MigrationSet;
import dev.memdb.plan.Sighting;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;

/**
 * A check of an environment that needs nothing: round trips after the login, and milliseconds with
 * it. The baseline is Flyway's own {@code info} on the same database.
 */
public final class NoopBench {
  private static final int ROUNDS = 40;
  private static final double GOAL = 2;
  private static final ClaimArbiter NO_ARBITER =
      (found, self, here) -> {
        throw new IllegalStateException("the database is ours");
      };

  private NoopBench() {}

  public static void main(String[] args) throws Exception {
    PostgresServer server = PostgresServer.start(18, Map.of());
    TestDatabase database = server.createDatabase();
    MigrationSet set = Sets.load(Sets.bundled());
    try (TripCounter counter = new TripCounter(server.port())) {
      Endpoint endpoint =
          new Endpoint(
              database.host(),
              counter.port(),
              database.name(),
              database.user(),
              database.password(),
              new Tls("disable", null));
      Databases databases =
          new Databases(
              new Connections(new AddressPolicy(true)),
              Executors.newScheduledThreadPool(1),
              Clock.systemUTC());
      Claim self = new Claim("bench", "bench/noop", "staging", null);
      apply(databases, endpoint, self, set);
      LookRequest look =
          new LookRequest(
              self,
              endpoint,
              List.of("memory"),
              EnvironmentMode.MIGRATE,
              Optional.of(set),
              Optional.of(set.latest()));
      List<Double> ours = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        counter.reset();
        long start = System.nanoTime();
        Sighting sighting = databases.look(look, NO_ARBITER);
        ours.add((System.nanoTime() - start) / 1e6);
        if (!(sighting instanceof Sighting.Seen seen) || seen.facts().fingerprint().isEmpty()) {
          throw new IllegalStateException(sighting.toString());
        }
      }
      int trips = counter.trips();
      line("ours, with fingerprint", trips, counter.loginTrips(), ours);
      Path folder = folder();
      List<Double> flyway = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        counter.reset();
        long start = System.nanoTime();
        info(database, counter.port(), folder);
        flyway.add((System.nanoTime() - start) / 1e6);
      }
      line("flyway info", counter.trips(), counter.loginTrips(), flyway);
      Report.result("noop", trips, "round_trips", GOAL);
    }
    System.exit(0);
  }

  private static void apply(Databases databases, Endpoint endpoint, Claim self, MigrationSet set) {
    RunRequest request =
        new RunRequest(
            self,
            endpoint,
            List.of("memory"),
            set,
            set.latest(),
            set.latest(),
            UnsafeDdl.BLOCK,
            Limits.DEFAULT,
            DriftPolicy.BLOCK,
            Canon.NONE,
            "1/",
            true,
            "bench");
    RunListener nobody =
        new RunListener() {
          @Override
          public void progress(String step) {
            // nobody looks
          }

          @Override
          public void note(String note) {
            // nobody looks
          }
        };
    RunResult result = databases.run(request, new RunControl(nobody), NO_ARBITER);
    if (!(result instanceof RunResult.Done)) {
      throw new IllegalStateException(result.toString());
    }
  }

  /** The files as Flyway knows them: it would take a verify file for a migration. */
  private static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("memdb-bench");
    for (Map.Entry<String, byte[]> file : Sets.bundled().entrySet()) {
      if (!file.getKey().endsWith(".verify.sql")) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
    }
    return folder;
  }

  private static void info(TestDatabase database, int port, Path folder) {
    Flyway.configure()
        .dataSource(
            "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name() + "?sslmode=disable",
            database.user(),
            database.password())
        .schemas("memdb")
        .defaultSchema("memdb")
        .table("history")
        .locations("filesystem:" + folder)
        .load()
        .info()
        .all();
  }

  private static void line(String way, int trips, int login, List<Double> ms) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", "noop");
    fields.put("way", way);
    fields.put("round_trips", trips);
    fields.put("login_round_trips", login);
    fields.put("median_ms_with_login", Report.median(Report.array(ms)));
    fields.put("min_ms", ms.stream().min(Double::compare).orElseThrow());
    Report.line(fields);
  }
}
