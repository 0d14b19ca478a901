package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.cancelled;
import static dev.memdb.apply.Outcomes.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.app.Main;
import dev.memdb.backfill.WorkerExit;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** {@code memdb backfill} as a process, and how it ends: its Job goes by the exit code. */
class WorkerProcessIT {
  private static final String FILL = "V3__fill_length.backfill.yaml";
  private static final int UNUSABLE_ARGUMENTS = 2;

  /** A backfill that was begun, and is to be filled by others. */
  private static EngineFixture begun(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__t.sql",
                "CREATE TABLE t (id bigint PRIMARY KEY, body text NOT NULL);"
                    + " INSERT INTO t SELECT i, repeat('x', 50) FROM generate_series(1, 5000) i",
                "V2__expand.sql",
                "ALTER TABLE t ADD COLUMN length int DEFAULT 0; UPDATE t SET length = NULL",
                FILL,
                "table: public.t\nset: {length: \"length(body)\"}\n");
    cancelled(engine.run(new Trace().before(FILL + ", filling", RunControl::stop)), "1", "2");
    return engine;
  }

  private static Process start(Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Process worker(TestDatabase d) throws IOException {
    return start(
        Map.of(
            "PGHOST", d.host(),
            "PGPORT", Integer.toString(d.port()),
            "PGDATABASE", d.name(),
            "PGUSER", d.user(),
            "PGPASSWORD", d.password(),
            "PGSSLMODE", "disable"),
        "backfill",
        "3");
  }

  private static String output(Process process, int exitCode) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(exitCode);
    return output;
  }

  @OnEachPostgres
  void endsWellWhenEverythingIsFilled(int major) throws Exception {
    EngineFixture engine = begun(major);

    String said = output(worker(engine.database()), WorkerExit.FILLED);

    assertThat(said).contains("version 3: everything is filled that can be");
    assertThat(engine.admin().value("SELECT count(*) FROM t WHERE length = 50")).isEqualTo("5000");
    done(engine.run(), "3");
  }

  @OnEachPostgres
  void saysWhyAnotherTryCannotHelp(int major) throws Exception {
    EngineFixture engine = begun(major);
    engine.admin().execute("UPDATE memdb.backfill_run SET assignments = 'nobody = 1'");

    String said = output(worker(engine.database()), WorkerExit.HOPELESS);

    assertThat(said)
        .contains("memdb backfill: ", "column \"nobody\" of relation \"t\" does not exist");
    assertThat(engine.admin().value("SELECT status FROM memdb.backfill_segment"))
        .isEqualTo("pending");
  }

  @OnEachPostgres
  void givesItsSegmentBackWhenItIsTerminated(int major) throws Exception {
    EngineFixture engine = begun(major);
    try (Connection shop = engine.holding("shop", "LOCK TABLE t IN SHARE MODE")) {
      Process worker = worker(engine.database());
      String waits = "SELECT limited_by ~ 'is locked by .*shop' FROM memdb.backfill_segment";
      Awaitility.await().until(() -> "t".equals(engine.admin().value(waits)));

      worker.toHandle().destroy(); // SIGTERM

      output(worker, WorkerExit.STOPPED);
      shop.rollback();
    }
    assertThat(
            engine
                .admin()
                .value(
                    "SELECT status = 'pending' AND holder IS NULL AND lease_until IS NULL"
                        + " FROM memdb.backfill_segment"))
        .isEqualTo("t");
    done(engine.run(), "3");
  }

  @OnEachPostgres
  void saysWhatItNeeds(int major) throws Exception {
    TestDatabase database = EngineFixture.on(major).database();

    assertThat(output(start(Map.of(), "backfill", "3"), UNUSABLE_ARGUMENTS))
        .contains("neither --connection nor PGHOST says where the database is");
    assertThat(output(worker(database), WorkerExit.HOPELESS))
        .contains("there is no backfill of version 3 in this database");
  }
}
