package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** Runs one way on a fresh copy of the table with the application beside it. */
final class BackfillMeter {
  private static final String WAL = "pg_current_wal_insert_lsn() - '0/0'::pg_lsn";
  private static final String TABLE = "pg_table_size('" + BackfillTable.NAME + "')";
  private static final String INDEXES = "pg_indexes_size('" + BackfillTable.NAME + "')";
  private static final String HOT =
      "SELECT coalesce(100.0 * n_tup_hot_upd / nullif(n_tup_upd, 0), 0) FROM pg_stat_user_tables"
          + " WHERE relname = 'memories'";

  /** A backend that ends shares what it has counted; 14 has it with a delay of half a second. */
  private static final int STATISTICS_MILLIS = 1_000;

  private final BackfillCase what;
  private final BackfillServer server;

  BackfillMeter(BackfillCase what, BackfillServer server) {
    this.what = what;
    this.server = server;
  }

  BackfillFigures measure(BackfillWays.Way way) throws Exception {
    TestDatabase copy = server.copy();
    List<Connection> connections = new ArrayList<>();
    try (OltpLoad load = OltpLoad.start(copy, what.table())) {
      for (int i = 0; i < what.workers(); i++) {
        connections.add(copy.connect());
      }
      return what.standby()
          ? withStandby(way, copy, connections, load)
          : measure(way, copy, connections, load);
    } finally {
      for (Connection c : connections) {
        c.close();
      }
      server.drop(copy);
    }
  }

  private BackfillFigures withStandby(
      BackfillWays.Way way, TestDatabase copy, List<Connection> connections, OltpLoad load)
      throws Exception {
    try (StandbyLag lag = StandbyLag.watch(server.admin())) {
      return measure(way, copy, connections, load).withLag(lag.mostMb());
    }
  }

  private BackfillFigures measure(
      BackfillWays.Way way, TestDatabase copy, List<Connection> connections, OltpLoad load)
      throws Exception {
    long table = size(copy, TABLE);
    long indexes = size(copy, INDEXES);
    long wal = size(copy, WAL);
    try (DiskProbe probe = DiskProbe.start(server.data());
        Stalls stalls = Stalls.watch(server.admin(), OltpSession.APPLICATION, load::longest)) {
      double cpu = Backends.cpuSeconds(connections);
      long start = System.nanoTime();
      way.run(connections, copy);
      double seconds = (System.nanoTime() - start) / 1e9;
      double used = Backends.cpuSeconds(connections) - cpu;
      OltpLoad.Latencies latencies = load.stop();
      DiskProbe.Latencies disk = probe.stop();
      for (Connection c : connections) {
        c.close();
      }
      Thread.sleep(STATISTICS_MILLIS);
      return new BackfillFigures(
          seconds,
          used,
          (size(copy, WAL) - wal) / 1e6,
          (size(copy, TABLE) - table) / 1e6,
          (size(copy, INDEXES) - indexes) / 1e6,
          Double.parseDouble(copy.value(HOT)),
          Double.NaN,
          latencies,
          disk,
          stalls.stop());
    }
  }

  private static long size(TestDatabase d, String expression) {
    return Long.parseLong(d.value("SELECT (" + expression + ")::bigint"));
  }
}
