package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real standby that falls behind: the rows wait for it. */
class ReplicaLagIT {
  private static final long LIMIT = 16 << 20;

  /** What else is written meanwhile: leases are renewed, the server notes what runs. */
  private static final long OTHER_WAL = 64 << 10;

  private static final String INSERTED = "pg_current_wal_insert_lsn()";
  private static final String WAL = "SELECT pg_wal_lsn_diff(" + INSERTED + ", '0/0')";
  private static final String LAG =
      "SELECT pg_wal_lsn_diff(" + INSERTED + ", replay_lsn) FROM pg_stat_replication";
  private static final String UNFILLED = "SELECT count(*) FROM app.t WHERE c IS NULL";

  /** After each batch: how much WAL it has written, and how far the standby is behind. */
  private static final class Watch implements Worker.Sleeper {
    private final TestDatabase admin;
    private long wal;
    private long largestBatch;
    private long mostLag;

    Watch(TestDatabase admin) {
      this.admin = admin;
      this.wal = read(WAL);
    }

    private long read(String sql) {
      return Long.parseLong(admin.value(sql));
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
      long now = read(WAL);
      largestBatch = Math.max(largestBatch, now - wal);
      mostLag = Math.max(mostLag, read(LAG));
      wal = now;
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }
  }

  private static PostgresServer standby(PostgresServer primary) throws IOException {
    Files.writeString(
        primary.data().resolve("pg_hba.conf"),
        "host replication postgres 127.0.0.1/32 trust\n",
        StandardOpenOption.APPEND);
    primary
        .admin()
        .execute(
            "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=%d user=postgres'"
                .formatted(primary.port()));
    primary.stop();
    PostgresServer standby = primary.standby();
    primary.start();
    return standby;
  }

  private static BackfillState state(Fixture fixture) throws SQLException {
    try (Connection c = fixture.connect()) {
      return Backfills.state(c, "6").orElseThrow();
    }
  }

  @OnEachPostgres
  void rowsWaitForAStandbyThatIsTooFarBehind(int major) throws Exception {
    try (PostgresServer primary = PostgresServer.start(major, Map.of("fsync", "off"))) {
      Fixture fixture = Fixture.rows(primary, 60_000);
      TestDatabase admin = primary.admin();
      admin.execute("GRANT pg_monitor TO \"" + fixture.database().user() + "\"");
      long run = fixture.prepare(Fixture.LENGTH);
      fixture.execute("UPDATE memdb.backfill_run SET max_lag_bytes = " + LIMIT);
      try (PostgresServer standby = standby(primary)) {
        Awaitility.await().until(() -> admin.column(LAG).equals(List.of("0")));
        standby.admin().value("SELECT pg_wal_replay_pause()");
        Awaitility.await()
            .until(
                () ->
                    standby
                        .admin()
                        .value("SELECT pg_get_wal_replay_pause_state()")
                        .equals("paused"));
        Watch watch = new Watch(admin);
        CompletableFuture<Worker.Outcome> worker =
            CompletableFuture.supplyAsync(() -> fixture.work(run, watch));

        Awaitility.await().until(() -> state(fixture).limitedBy().isPresent());

        assertThat(state(fixture).limitedBy().orElseThrow())
            .matches("a standby is (1[6-9]|2\\d) MiB of WAL behind");
        String open = fixture.value(UNFILLED);
        assertThat(Long.parseLong(open)).isBetween(10_000L, 59_000L);
        standby.admin().value("SELECT pg_wal_replay_resume()");
        assertThat(worker.join()).isEqualTo(Worker.Outcome.FILLED);
        assertThat(watch.mostLag).isBetween(LIMIT, LIMIT + watch.largestBatch + OTHER_WAL);
        assertThat(state(fixture).limitedBy()).as("what it no longer waits for").isEmpty();
        String filled = "SELECT count(*) FROM app.t WHERE c = 96";
        TestDatabase copy = standby.adminOf(fixture.database().name());
        Awaitility.await().until(() -> copy.value(filled).equals("60000"));
      }
      assertThat(fixture.value(UNFILLED)).isEqualTo("0");
    }
  }
}
