package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.stopped;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.api.Reason;
import dev.memdb.migration.LoadResult.Loaded;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.postgres.Endpoint;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.TestDatabase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Schema memdb: how it comes into a database, what it says, and what it refuses. */
class LedgerIT {
  private static final String A = "CREATE TABLE a (i int);\nINSERT INTO a VALUES (1)";

  @OnEachPostgres
  void tellsWhoDidWhatWhenAndHowLong(int major) {
    EngineFixture engine = applied(major);

    List<String> log =
        engine
            .database()
            .column(
                "SELECT concat_ws(' ', environment, version, description, outcome, holder, source,"
                    + " script, duration > interval '0') FROM memdb.log");
    List<String> statements =
        engine
            .database()
            .column(
                "SELECT concat_ws(' ', version, script, line, statement, ms > 0, outcome) FROM"
                    + " memdb.statement_log");

    assertThat(log).containsExactly("staging 1 a applied pod-staging ConfigMap test V1__a.sql t");
    assertThat(statements)
        .containsExactly("1 V1__a.sql 1 CREATE TABLE t applied", "1 V1__a.sql 2 INSERT t applied");
  }

  /** Whatever becomes of its source meanwhile: it goes by the digest that the ledger names. */
  @OnEachPostgres
  void aRunKeepsItsSet(int major) {
    Map<String, byte[]> source = new HashMap<>();
    source.put("V1__a.sql", A.getBytes(UTF_8));
    source.put("V2__b.sql", "CREATE TABLE b (i int)".getBytes(UTF_8));
    MigrationSet set = ((Loaded) new MigrationSetLoader().load("ConfigMap test", source)).set();
    EngineFixture engine = EngineFixture.on(major).with(set);

    done(
        engine.run(
            new Trace()
                .before(
                    "V2__b.sql",
                    () -> {
                      source.values().forEach(bytes -> Arrays.fill(bytes, (byte) ' '));
                      source.clear();
                    })),
        "1",
        "2");

    assertThat(engine.admin().value("SELECT to_regclass('b')")).isEqualTo("b");
    assertThat(engine.admin().value("SELECT source_digest FROM memdb.run")).isEqualTo(set.digest());
  }

  @OnEachPostgres
  void isAppendOnly(int major) {
    TestDatabase owner = applied(major).database();

    for (String change :
        List.of(
            "UPDATE memdb.step SET outcome = 'failed'",
            "DELETE FROM memdb.step",
            "TRUNCATE memdb.step",
            "UPDATE memdb.run SET holder = 'nobody'",
            "DELETE FROM memdb.run",
            "TRUNCATE memdb.run CASCADE")) {
      assertThatThrownBy(() -> owner.execute(change))
          .rootCause()
          .hasMessageContaining("is append-only");
    }
  }

  /** Whatever happens to locks and fences. */
  @OnEachPostgres
  void takesNoVersionTwice(int major) {
    TestDatabase owner = applied(major).database();

    assertThatThrownBy(
            () ->
                owner.execute(
                    "INSERT INTO memdb.history SELECT 2, version, description, type, script,"
                        + " checksum, installed_by, now(), 1, true FROM memdb.history"))
        .rootCause()
        .hasMessageContaining("history_once");
  }

  /** Its subscribers have no such tables, and would stop. */
  @OnEachPostgres
  void isNotInstalledUnderAPublicationOfAllTables(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    engine.admin().execute("CREATE PUBLICATION everything FOR ALL TABLES");

    String message = stopped(engine.run(), Reason.PUBLICATION_IN_THE_WAY);

    assertThat(message).contains("publication everything", "CREATE SCHEMA memdb");
    assertThat(engine.admin().column("SELECT 1 FROM pg_namespace WHERE nspname = 'memdb'"))
        .isEmpty();
    engine.database().execute("CREATE SCHEMA memdb"); // the subscribers are prepared
    done(engine.run(), "1");
  }

  @OnEachPostgres
  void needsTheRightToCreateASchemaAndSaysSo(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    EngineFixture guest = guest(engine);

    String message = stopped(guest.run(), Reason.PERMISSION_DENIED);

    assertThat(message).contains("nothing was changed");
    engine.admin().execute(statement(message));
    engine.admin().execute("GRANT CREATE ON SCHEMA public TO " + quoted(guest.endpoint().user()));
    done(guest.run(), "1");
  }

  @OnEachPostgres
  void needsTheSchemaThatIsThereAlreadyAndSaysSo(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    engine.admin().execute("CREATE SCHEMA memdb");

    String message = stopped(engine.run(), Reason.PERMISSION_DENIED);

    engine.admin().execute(statement(message));
    done(engine.run(), "1");
  }

  /** The Secret names another role than the one that migrated before. */
  @OnEachPostgres
  void ofAnotherRoleIsNotReadable(int major) {
    EngineFixture engine = applied(major);
    EngineFixture guest = guest(engine);

    String message = failed(guest.look(), Reason.PERMISSION_DENIED);

    assertThat(message).contains("Schema memdb belongs to role " + engine.database().user());
    assertThat(stopped(guest.run(), Reason.PERMISSION_DENIED)).isEqualTo(message);
    engine.admin().execute(statement(message));
    done(guest.run());
  }

  private static EngineFixture applied(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    done(engine.run(), "1");
    return engine;
  }

  private static EngineFixture guest(EngineFixture engine) {
    Endpoint e = engine.endpoint();
    String guest = e.database() + " \"guest\"";
    engine.admin().execute("CREATE ROLE " + quoted(guest) + " LOGIN PASSWORD 'p'");
    return engine.with(new Endpoint(e.host(), e.port(), e.database(), guest, "p", e.tls()));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** What the message tells an administrator to run. */
  private static String statement(String message) {
    String before = "s an administrator: ";
    return message.substring(
        message.indexOf(before) + before.length(), message.indexOf("; nothing was changed"));
  }
}
