package dev.memdb.bench;

import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.Backfills;
import dev.memdb.backfill.Worker;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The ways to fill the table, and two that fill nothing. */
final class BackfillWays {
  private static final String TABLE = BackfillTable.NAME;

  private static final int BATCH = 5000;
  private static final int IDLE_MILLIS = 20_000;

  private BackfillWays() {}

  /** Fills the table. */
  interface Way {
    /**
     * @param connections as many as there are workers
     */
    void run(List<Connection> connections, TestDatabase database) throws Exception;
  }

  static Way idle() {
    return (connections, d) -> Thread.sleep(IDLE_MILLIS);
  }

  /** A backend that computes, and touches nothing: what its share of the processor alone does. */
  static Way computing() {
    return (connections, d) -> {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(IDLE_MILLIS);
      while (System.nanoTime() < end) {
        execute(
            connections.get(0), "SELECT count(md5(i::text)) FROM generate_series(1, 20000) AS i");
      }
    };
  }

  static Way update(BackfillTable table) {
    return (connections, d) -> execute(connections.get(0), table.update());
  }

  static Way keyset(BackfillTable table) {
    String sql = table.update() + " WHERE filled IS NULL AND id BETWEEN %d AND %d";
    return (connections, d) -> {
      for (int from = 1; from <= table.rows(); from += BATCH) {
        execute(connections.get(0), sql.formatted(from, from + BATCH - 1));
      }
    };
  }

  static Way limit(BackfillTable table) {
    String sql =
        table.update()
            + " WHERE id IN (SELECT id FROM %s WHERE filled IS NULL LIMIT %d)"
                .formatted(TABLE, BATCH);
    return (connections, d) -> {
      try (Statement s = connections.get(0).createStatement()) {
        while (s.executeUpdate(sql) > 0) {
          Thread.sleep(100);
        }
      }
    };
  }

  /**
   * Ours, with one worker for each connection.
   *
   * @param limits with a duty of 1 there are no pauses
   */
  static Way ours(BackfillTable table, BackfillLimits limits) {
    return (connections, d) -> {
      long run = Backfills.prepare(connections.get(0), "1", "bench", table.spec(), limits).run();
      ExecutorService pool = Executors.newFixedThreadPool(connections.size());
      try {
        List<Callable<Worker.Outcome>> works = new ArrayList<>();
        connections.forEach(c -> works.add(() -> work(c, run)));
        for (Future<Worker.Outcome> work : pool.invokeAll(works)) {
          work.get();
        }
      } finally {
        pool.shutdownNow();
      }
      if (!d.value("SELECT count(*) FROM " + TABLE + " WHERE filled IS NULL").equals("0")) {
        throw new IllegalStateException("rows were missed");
      }
    };
  }

  private static Worker.Outcome work(Connection c, long run)
      throws SQLException, InterruptedException {
    return new Worker(
            c, run, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()), new Worker.Listener() {})
        .work();
  }

  private static void execute(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.execute(sql);
    }
  }
}
