package dev.memdb.bench;

import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.Backfills;
import dev.memdb.backfill.Worker;
import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Fills a column of a table that an application uses: one UPDATE, the usual loops, and ours. The
 * same table for all, copied afresh each time, with 200 transactions a second beside.
 *
 * <p>Arguments: {@code --rows N} (default 2,000,000); {@code --major 14|18}.
 */
public final class BackfillBench {
  private static final String TABLE = "app.memories";
  private static final String VALUE = "md5(content)";
  private static final BackfillSpec SPEC =
      new BackfillSpec(
          "app",
          "memories",
          List.of(new BackfillSpec.Assignment("content_hash", VALUE)),
          null,
          null);

  private final int rows;
  private final PostgresServer server;
  private final TestDatabase template;
  private final Map<String, Figures> all = new LinkedHashMap<>();

  private interface Way {
    void run(Connection connection, TestDatabase database) throws Exception;
  }

  /** What one way has cost. */
  private record Figures(
      double seconds,
      double cpu,
      double walMb,
      double tableMb,
      double indexMb,
      double hotPercent,
      OltpLoad.Latencies oltp) {}

  private BackfillBench(int rows, int major) {
    this.rows = rows;
    this.server =
        PostgresServer.start(
            major,
            Map.of(
                "shared_buffers", "1GB",
                "max_wal_size", "4GB",
                "autovacuum", "off",
                "checkpoint_timeout", "30min"));
    this.template = server.createDatabase();
  }

  public static void main(String[] args) throws Exception {
    List<String> given = List.of(args);
    new BackfillBench(option(given, "--rows", 2_000_000), option(given, "--major", 18)).run();
    System.exit(0);
  }

  private static int option(List<String> given, String name, int otherwise) {
    int at = given.indexOf(name);
    return at < 0 ? otherwise : Integer.parseInt(given.get(at + 1));
  }

  private void run() throws Exception {
    load();
    measure("idle", (c, d) -> Thread.sleep(10_000));
    measure("one UPDATE", (c, d) -> execute(c, "UPDATE " + TABLE + " SET content_hash = " + VALUE));
    measure("keyset, 5000 rows", (c, d) -> keyset(c));
    measure("LIMIT 5000, 100 ms sleep", (c, d) -> limit(c));
    measure("ours", (c, d) -> ours(c, d, 1));
    measure("ours, duty 0.67", (c, d) -> ours(c, d, 0.67));
    result();
  }

  private void load() {
    template.execute(
        "CREATE SCHEMA memdb; CREATE SCHEMA app; CREATE TABLE "
            + TABLE
            + " (id bigint PRIMARY KEY, project_id int NOT NULL, created_at timestamptz NOT NULL,"
            + " status text NOT NULL, content text NOT NULL, metadata jsonb NOT NULL,"
            + " content_hash text);"
            + " INSERT INTO "
            + TABLE
            + " SELECT i, i % 1000, timestamptz '2026-01-01' + i * interval '1 second', 'active',"
            + " repeat(md5(i::text), 4), jsonb_build_object('n', i) FROM generate_series(1, "
            + rows
            + ") i; CREATE INDEX ON "
            + TABLE
            + " (project_id); CREATE INDEX ON "
            + TABLE
            + " (created_at); CREATE INDEX ON "
            + TABLE
            + " (project_id, created_at);"
            + " CREATE FUNCTION app.fill() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN NEW.content_hash := md5(NEW.content); RETURN NEW; END';"
            + " CREATE TRIGGER zzzz_fill BEFORE INSERT OR UPDATE ON "
            + TABLE
            + " FOR EACH ROW WHEN (NEW.content_hash IS NULL) EXECUTE FUNCTION app.fill()");
    server.adminOf(template.name()).execute("VACUUM (FREEZE, ANALYZE) " + TABLE);
  }

  private void measure(String name, Way way) throws Exception {
    String copy = "b" + all.size();
    server
        .admin()
        .execute(
            "CREATE DATABASE "
                + copy
                + " TEMPLATE "
                + template.name()
                + " OWNER "
                + template.user());
    server.admin().execute("CHECKPOINT");
    TestDatabase d =
        new TestDatabase(
            template.host(), template.port(), copy, template.user(), template.password());
    long before = size(d, "pg_table_size('" + TABLE + "')");
    long indexBefore = size(d, "pg_indexes_size('" + TABLE + "')");
    long wal = size(d, "pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    try (Connection c = d.connect();
        OltpLoad load = OltpLoad.start(d, TABLE, rows)) {
      int pid = backend(c);
      double cpu = cpuSeconds(pid);
      long start = System.nanoTime();
      way.run(c, d);
      double seconds = (System.nanoTime() - start) / 1e9;
      double used = cpuSeconds(pid) - cpu;
      OltpLoad.Latencies latencies = load.stop();
      execute(c, "SELECT pg_stat_force_next_flush()", d);
      Figures f =
          new Figures(
              seconds,
              used,
              (size(d, "pg_current_wal_insert_lsn() - '0/0'::pg_lsn") - wal) / 1e6,
              (size(d, "pg_table_size('" + TABLE + "')") - before) / 1e6,
              (size(d, "pg_indexes_size('" + TABLE + "')") - indexBefore) / 1e6,
              hot(d),
              latencies);
      all.put(name, f);
      print(name, f);
    }
    server.admin().execute("DROP DATABASE " + copy + " WITH (FORCE)");
  }

  /** From 15 on statistics are shared at once when asked for; on 14 they come within a second. */
  private static void execute(Connection c, String sql, TestDatabase d) throws SQLException {
    if (c.getMetaData().getDatabaseMajorVersion() >= 15) {
      execute(c, sql);
      d.value("SELECT 1");
    }
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }

  private static long size(TestDatabase d, String expression) {
    return Long.parseLong(d.value("SELECT (" + expression + ")::bigint"));
  }

  private static double hot(TestDatabase d) {
    return Double.parseDouble(
        d.value(
            "SELECT coalesce(100.0 * n_tup_hot_upd / nullif(n_tup_upd, 0), 0) FROM pg_stat_user_tables"
                + " WHERE relname = 'memories'"));
  }

  private static int backend(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT pg_backend_pid()")) {
      r.next();
      return r.getInt(1);
    }
  }

  /** proc(5): utime and stime of a process, in ticks of 10 ms. */
  private static double cpuSeconds(int pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", 20);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
  }

  private void keyset(Connection c) throws SQLException {
    for (int from = 1; from <= rows; from += 5000) {
      execute(
          c,
          "UPDATE "
              + TABLE
              + " SET content_hash = "
              + VALUE
              + " WHERE content_hash IS NULL AND id BETWEEN "
              + from
              + " AND "
              + (from + 4999));
    }
  }

  private static void limit(Connection c) throws SQLException, InterruptedException {
    String sql =
        "UPDATE "
            + TABLE
            + " SET content_hash = "
            + VALUE
            + " WHERE id IN (SELECT id FROM "
            + TABLE
            + " WHERE content_hash IS NULL LIMIT 5000)";
    try (Statement s = c.createStatement()) {
      while (s.executeUpdate(sql) > 0) {
        Thread.sleep(100);
      }
    }
  }

  private static void ours(Connection c, TestDatabase d, double duty)
      throws SQLException, InterruptedException {
    BackfillLimits limits =
        new BackfillLimits(BackfillLimits.DEFAULT.batchDuration(), duty, Long.MAX_VALUE);
    long run = Backfills.prepare(c, "1", "bench", SPEC, limits).run();
    new Worker(c, run, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()), new Worker.Listener() {})
        .work();
    if (size(d, "(SELECT count(*) FROM " + TABLE + " WHERE content_hash IS NULL)") != 0) {
      throw new IllegalStateException("rows were missed");
    }
  }

  private void print(String name, Figures f) {
    Figures update = all.get("one UPDATE");
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("bench", "backfill");
    fields.put("way", name);
    fields.put("rows", rows);
    fields.put("wall_s", f.seconds());
    fields.put("cpu_s", f.cpu());
    fields.put("wal_mb", f.walMb());
    fields.put("table_growth_mb", f.tableMb());
    fields.put("index_growth_mb", f.indexMb());
    fields.put("hot_percent", f.hotPercent());
    fields.put("oltp_p50_ms", f.oltp().p50());
    fields.put("oltp_p99_ms", f.oltp().p99());
    fields.put("oltp_max_ms", f.oltp().max());
    if (update != null) {
      fields.put("wall_to_update", f.seconds() / update.seconds());
      fields.put("cpu_to_update", f.cpu() / update.cpu());
      fields.put("wal_to_update", f.walMb() / update.walMb());
    }
    fields.put("p99_to_idle", f.oltp().p99() / all.get("idle").oltp().p99());
    Report.line(fields);
  }

  private void result() {
    Figures update = all.get("one UPDATE");
    Figures ours = all.get("ours");
    System.out.printf(
        java.util.Locale.ROOT,
        "bench=backfill wall_ratio=%.2f cpu_ratio=%.2f wal_ratio=%.2f p99_ratio=%.2f max_ms=%.1f%n",
        ours.seconds() / update.seconds(),
        ours.cpu() / update.cpu(),
        ours.walMb() / update.walMb(),
        ours.oltp().p99() / all.get("idle").oltp().p99(),
        ours.oltp().max());
  }
}
