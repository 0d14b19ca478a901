package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.migration.Migration;
import dev.memdb.testkit.OnEachPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a file does to its session or transaction reaches neither the next file nor the history. */
class FileIsolationIT {
  /** Everything that a session can keep, chosen so that what comes next would go wrong. */
  private static final String LEAVES_MUCH_BEHIND =
      """
      CREATE TABLE real (i int);
      CREATE TEMP TABLE real (other text);
      SET search_path = pg_temp;
      SET lock_timeout = '1h';
      SET statement_timeout = '1h';
      SET default_transaction_read_only = on;
      SET standard_conforming_strings = off;
      SET application_name = 'somebody else';
      SET TimeZone = 'Asia/Kathmandu';
      LISTEN gossip;
      PREPARE ready AS SELECT 1;
      DECLARE walk CURSOR WITH HOLD FOR SELECT 1;
      """;

  private static final String FINDS_NOTHING_OF_IT =
      """
      INSERT INTO real VALUES (1);
      DO $$ BEGIN
        ASSERT current_setting('search_path') = '"public"', current_setting('search_path');
        ASSERT current_setting('lock_timeout') = '1s', current_setting('lock_timeout');
        ASSERT current_setting('statement_timeout') = '1min', current_setting('statement_timeout');
        ASSERT current_setting('application_name') LIKE 'memdb/run/%', 'application_name';
        ASSERT current_setting('TimeZone') = 'UTC', current_setting('TimeZone');
        ASSERT current_user = session_user, current_user;
        ASSERT NOT EXISTS (SELECT FROM pg_prepared_statements), 'PREPARE';
        ASSERT NOT EXISTS (SELECT FROM pg_cursors WHERE name = 'walk'), 'DECLARE';
        ASSERT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = pg_my_temp_schema()), 'TEMP';
      END $$;
      """;

  /** UNLISTEN works from its commit on. */
  private static final String HEARS_NOTHING =
      "DO $$ BEGIN ASSERT NOT EXISTS (SELECT FROM pg_listening_channels()), 'LISTEN'; END $$";

  @OnEachPostgres
  void settingsTemporaryTablesAndTheLike(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__leave.sql",
                LEAVES_MUCH_BEHIND,
                "V2__find.sql",
                FINDS_NOTHING_OF_IT,
                "V3__hear.sql",
                HEARS_NOTHING);

    done(engine.run(), "1", "2", "3");

    assertThat(engine.admin().value("SELECT i FROM public.real")).isEqualTo("1");
    assertThat(
            engine
                .admin()
                .column("SELECT DISTINCT installed_by || type || success FROM memdb.history"))
        .containsExactly("memdbSQLtrue");
  }

  @OnEachPostgres
  void aRoleThatTheFileChose(int major) {
    EngineFixture engine = EngineFixture.on(major);
    String owner = engine.database().user();
    String guest = owner + "_guest";
    engine.admin().execute("CREATE ROLE " + guest + "; GRANT " + guest + " TO " + owner);

    done(
        engine
            .withFiles(
                "V1__role.sql",
                "CREATE TABLE a (i int);\nSET ROLE " + guest,
                "V2__find.sql",
                "CREATE TABLE b (i int)")
            .run(),
        "1",
        "2");

    assertThat(engine.admin().column("SELECT tableowner FROM pg_tables WHERE tablename = 'b'"))
        .containsExactly(owner);
    assertThat(engine.steps()).containsExactly("1 applied", "2 applied");
  }

  /** As the superuser, the file can become anybody. */
  @OnEachPostgres
  void aSessionAuthorizationThatTheFileChose(int major) {
    EngineFixture engine = EngineFixture.on(major);
    String owner = engine.database().user();

    done(
        engine
            .with(EngineFixture.endpoint(engine.admin()))
            .withFiles(
                "V1__auth.sql",
                "CREATE TABLE a (i int);\nSET SESSION AUTHORIZATION " + owner,
                "V2__find.sql",
                "CREATE TABLE b (i int)")
            .run(),
        "1",
        "2");

    assertThat(engine.admin().column("SELECT tableowner FROM pg_tables WHERE tablename = 'b'"))
        .containsExactly("postgres");
  }

  /** A first file's timeout of a millisecond must not end what comes after it. */
  @OnEachPostgres
  void aTimeoutThatTheFileSets(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__hurry.sql",
                "CREATE TABLE a (i int);\nSET lock_timeout = 1;\nSET statement_timeout = 100",
                "V2__slow.sql",
                "SELECT pg_sleep(0.3)");

    done(engine.run(), "1", "2");
  }

  /** What a trigger does at the commit comes after the file; the next file's check comes later. */
  @OnEachPostgres
  void aDeferredTriggerThatHidesWhatTheFenceCalls(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__hide.sql",
                """
                CREATE FUNCTION pg_backend_pid() RETURNS int LANGUAGE sql AS 'SELECT -1';
                CREATE FUNCTION hide() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                  PERFORM set_config('search_path', 'public, pg_catalog', false);
                  RETURN NULL;
                END $$;
                CREATE TABLE a (i int);
                CREATE CONSTRAINT TRIGGER late AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED
                  FOR EACH ROW EXECUTE FUNCTION hide();
                INSERT INTO a VALUES (1);
                """,
                "V2__b.sql",
                "CREATE TABLE b (i int)");

    done(engine.run(), "1", "2");
  }

  /** From PostgreSQL 17 on; a role's or database's own would end a run that takes longer. */
  @Test
  void aTransactionTimeoutOfTheDatabaseOrOfAFile() {
    EngineFixture engine = EngineFixture.on(18);
    engine
        .admin()
        .execute(
            "ALTER DATABASE " + engine.database().name() + " SET transaction_timeout = '7min'");
    String isOff =
        "DO $$ BEGIN ASSERT current_setting('transaction_timeout') = '0', 'it is on'; END $$";

    done(
        engine
            .withFiles(
                "V1__off.sql", isOff + ";\nSET transaction_timeout = '8min'", "V2__off.sql", isOff)
            .run(),
        "1",
        "2");
  }

  /** The parser refuses such files; should one come through, the history stays right. */
  @OnEachPostgres
  void aRollbackInTheFileLeavesNoRow(int major) {
    EngineFixture engine = byHand(major, "CREATE TABLE a (i int)", "ROLLBACK");

    String message = stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(message).contains("the file ended the transaction that it runs in");
    assertThat(engine.history()).isEmpty();
    assertThat(engine.admin().value("SELECT to_regclass('a')")).isNull();
    assertThat(engine.steps()).containsExactly("1 failed");
  }

  @OnEachPostgres
  void aRollbackAndANewTransactionLeaveNoRow(int major) {
    EngineFixture engine = byHand(major, "CREATE TABLE a (i int)", "ROLLBACK", "BEGIN", "SELECT 1");

    stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(engine.history()).isEmpty();
  }

  @OnEachPostgres
  void aCommitInTheFileLeavesNoRow(int major) {
    EngineFixture engine = byHand(major, "CREATE TABLE a (i int)", "COMMIT", "BEGIN", "SELECT 1");

    stopped(engine.run(), Reason.MIGRATION_FAILED);

    assertThat(engine.history()).isEmpty();
    assertThat(engine.steps()).containsExactly("1 failed");
  }

  private static EngineFixture byHand(int major, String... statements) {
    Migration migration = Sets.byHand("V1__a.sql", true, statements);
    return EngineFixture.on(major).with(Sets.of(List.of(migration)));
  }
}
