package dev.memdb.bench;

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
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;

/**
 * 100 small migrations on an empty database, connecting and installing included: ours, Flyway with
 * its own defaults, and one plain session that does the least (the floor). The three take turns;
 * the ratio is the median over the turns, so that a machine that others use as well slows both its
 * sides.
 */
public final class ApplyBench {
  private static final int FILES = 100;

  /** All three as in a process that has been up for long: the JVM has compiled what they use. */
  private static final int WARM_UPS = 30;

  private static final int ROUNDS = 9;
  private static final double GOAL = 1.5;

  private final PostgresServer server = PostgresServer.start(18, Map.of());
  private final Databases databases =
      new Databases(
          new Connections(new AddressPolicy(true)),
          Executors.newScheduledThreadPool(
              1,
              work -> {
                Thread thread = new Thread(work);
                thread.setDaemon(true);
                return thread;
              }),
          Clock.systemUTC());
  private final MigrationSet set = Sets.load(Sets.small(FILES));

  private interface Way {
    void run(TestDatabase database) throws Exception;
  }

  private ApplyBench() {}

  public static void main(String[] args) throws Exception {
    new ApplyBench().run();
    System.exit(0);
  }

  private void run() throws Exception {
    Path folder = files();
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("flyway", d -> flyway(d, folder));
    ways.put("floor", this::floor);
    ways.put("ours", this::ours);
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        TestDatabase database = server.createDatabase();
        long start = System.nanoTime();
        way.getValue().run(database);
        double ms = (System.nanoTime() - start) / 1e6;
        if (round >= 0) {
          times.computeIfAbsent(way.getKey(), w -> new ArrayList<>()).add(ms);
        }
      }
    }
    times.forEach(
        (way, ms) -> {
          double median = Report.median(Report.array(ms));
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("bench", "apply");
          fields.put("way", way);
          fields.put("files", FILES);
          fields.put("median_ms", median);
          fields.put("min_ms", ms.stream().min(Double::compare).orElseThrow());
          fields.put("max_ms", ms.stream().max(Double::compare).orElseThrow());
          fields.put("to_floor", toFloor(ms, times.get("floor")));
          Report.line(fields);
        });
    trips(ways);
    Report.result("apply", toFloor(times.get("ours"), times.get("floor")), "ratio", GOAL);
  }

  private static double toFloor(List<Double> way, List<Double> floor) {
    return Report.median(
        IntStream.range(0, ROUNDS).mapToDouble(i -> way.get(i) / floor.get(i)).toArray());
  }

  /** Where the rest goes: round trips, counted in a run of its own through a proxy. */
  private void trips(Map<String, Way> ways) throws Exception {
    try (TripCounter counter = new TripCounter(server.port())) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        TestDatabase d = server.createDatabase();
        counter.reset();
        way.getValue()
            .run(new TestDatabase(d.host(), counter.port(), d.name(), d.user(), d.password()));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bench", "apply");
        fields.put("way", way.getKey());
        fields.put("round_trips", counter.trips());
        fields.put("connections", counter.connections());
        Report.line(fields);
      }
    }
  }

  private void ours(TestDatabase d) {
    RunRequest request =
        new RunRequest(
            new Claim("bench", "bench/apply", "staging", null),
            new Endpoint(
                d.host(), d.port(), d.name(), d.user(), d.password(), new Tls("disable", null)),
            List.of("public"),
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
    RunResult result =
        databases.run(
            request,
            new RunControl(
                new RunListener() {
                  @Override
                  public void progress(String step) {
                    // nobody looks
                  }

                  @Override
                  public void note(String note) {
                    // nobody looks
                  }
                }),
            (found, self, here) -> {
              throw new IllegalStateException("the database is new");
            });
    if (!(result instanceof RunResult.Done) || result.applied().size() != FILES) {
      throw new IllegalStateException(result.toString());
    }
  }

  private static void flyway(TestDatabase d, Path folder) {
    Flyway.configure()
        .dataSource(d.url(), d.user(), d.password())
        .locations("filesystem:" + folder)
        .load()
        .migrate();
  }

  /** One session, one transaction per file, one history row: three trips a file. */
  private void floor(TestDatabase d) throws SQLException {
    try (Connection c = d.connect();
        Statement s = c.createStatement()) {
      s.execute("CREATE TABLE history (version text PRIMARY KEY, checksum int, at timestamptz)");
      c.setAutoCommit(false);
      try (PreparedStatement row =
          c.prepareStatement("INSERT INTO history VALUES (?, ?, clock_timestamp())")) {
        for (Migration migration : set.migrations()) {
          s.execute(migration.sql());
          row.setString(1, migration.version().text());
          row.setInt(2, migration.checksum());
          row.executeUpdate();
          c.commit();
        }
      }
    }
  }

  private static Path files() throws IOException {
    Path folder = Files.createTempDirectory("memdb-bench");
    for (Map.Entry<String, byte[]> file : Sets.small(FILES).entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }
}
