package dev.memdb.bench;

import dev.memdb.postgres.SqlText;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.SchemaSnapshot;
import dev.memdb.testkit.PostgresInstallation;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The fingerprint of 50 and of 2,000 tables, beside {@code pg_dump -s} of the same database. On a
 * new connection each time, connecting included, as pg_dump works and as the operator looks; and on
 * a warm one. The ways take turns.
 */
public final class FingerprintBench {
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 7;
  private static final int BATCH = 50;
  private static final double GOAL = 0.5;
  private static final List<String> SCHEMAS = List.of("app");

  private final PostgresInstallation installation;
  private final PostgresServer server;

  private interface Way {
    void run() throws Exception;
  }

  private FingerprintBench(PostgresInstallation installation, PostgresServer server) {
    this.installation = installation;
    this.server = server;
  }

  public static void main(String[] args) throws Exception {
    Optional<PostgresInstallation> installation = PostgresInstallation.local();
    if (installation.isEmpty()) {
      System.out.println(
          "Not measured: there is no pg_dump on the PATH with a server beside it. Install PostgreSQL 14 or newer.");
      return;
    }
    try (PostgresServer server = PostgresServer.start(installation.get(), Map.of("fsync", "off"))) {
      FingerprintBench bench = new FingerprintBench(installation.get(), server);
      bench.measure(50);
      Report.result("fingerprint", bench.measure(2000), "ratio", GOAL);
    }
  }

  /** Returns what a fingerprint on a new connection takes, in parts of pg_dump's time. */
  private double measure(int tables) throws Exception {
    TestDatabase database = server.createDatabase();
    fill(database, tables);
    try (Connection warm = open(database)) {
      Map<String, Way> ways = new LinkedHashMap<>();
      ways.put("pg_dump -s", () -> dump(database));
      ways.put("new connection", () -> fingerprint(database));
      ways.put("warm connection", () -> Catalog.fingerprint(warm, SCHEMAS));
      ways.put("warm, as objects", () -> Catalog.snapshot(warm, SCHEMAS));
      Map<String, List<Double>> times = time(ways);
      double dump = Report.median(Report.array(times.get("pg_dump -s")));
      SchemaSnapshot snapshot = Catalog.snapshot(warm, SCHEMAS);
      times.forEach((way, ms) -> report(tables, snapshot, way, ms, dump));
      return Report.median(Report.array(times.get("new connection"))) / dump;
    }
  }

  private static Map<String, List<Double>> time(Map<String, Way> ways) throws Exception {
    Map<String, List<Double>> times = new LinkedHashMap<>();
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        long start = System.nanoTime();
        way.getValue().run();
        double ms = (System.nanoTime() - start) / 1e6;
        if (round >= 0) {
          times.computeIfAbsent(way.getKey(), w -> new ArrayList<>()).add(ms);
        }
      }
    }
    return times;
  }

  private void report(
      int tables, SchemaSnapshot snapshot, String way, List<Double> ms, double dump) {
    double median = Report.median(Report.array(ms));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", "fingerprint");
    fields.put("postgres", server.major());
    fields.put("tables", tables);
    fields.put("objects", snapshot.objects().size());
    fields.put("way", way);
    fields.put("median_ms", median);
    fields.put("min_ms", ms.stream().min(Double::compare).orElseThrow());
    fields.put("max_ms", ms.stream().max(Double::compare).orElseThrow());
    fields.put("to_pg_dump", median / dump);
    Report.line(fields);
  }

  private void dump(TestDatabase d) throws IOException, InterruptedException {
    ProcessBuilder dump =
        new ProcessBuilder(
            installation.program("pg_dump"),
            "--schema-only",
            "--host=" + d.host(),
            "--port=" + d.port(),
            "--username=" + d.user(),
            d.name());
    dump.environment().put("PGPASSWORD", d.password());
    Process process =
        dump.redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("pg_dump failed with status " + process.exitValue());
    }
  }

  private static void fingerprint(TestDatabase database) throws SQLException {
    try (Connection c = open(database)) {
      Catalog.fingerprint(c, SCHEMAS);
    }
  }

  /** In batches: one transaction cannot hold the locks of all tables. */
  private static void fill(TestDatabase database, int tables) throws SQLException {
    try (Connection c = open(database);
        Statement s = c.createStatement()) {
      s.execute(
          "CREATE SCHEMA app; CREATE TYPE app.status AS ENUM ('new', 'live', 'gone');"
              + " CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'");
      s.execute(SqlText.resource(FingerprintBench.class, "table.sql"));
      for (int from = 1; from <= tables; from += BATCH) {
        s.execute(
            "DO $$ BEGIN FOR n IN %d..%d LOOP PERFORM pg_temp.make(n); END LOOP; END $$"
                .formatted(from, Math.min(tables, from + BATCH - 1)));
      }
      s.execute("VACUUM ANALYZE");
    }
  }

  private static Connection open(TestDatabase database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", database.user());
    properties.setProperty("password", database.password());
    properties.setProperty("preferQueryMode", "extendedForPrepared");
    return DriverManager.getConnection(database.url(), properties);
  }
}
