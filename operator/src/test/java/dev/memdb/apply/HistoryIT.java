package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.migration.Version;
import dev.memdb.testkit.OnEachPostgres;

/** A history that does not fit the set: refused in words, and nothing is changed. */
class HistoryIT {
  private static final String A = "CREATE TABLE a (i int)";
  private static final String B = "CREATE TABLE b (i int)";
  private static final String C = "CREATE TABLE c (i int)";

  @OnEachPostgres
  void aFailedRow(int major) {
    EngineFixture engine = applied(major).withFiles("V1__a.sql", A, "V2__b.sql", B);
    row(engine, 2, "2", "false");

    String message = refused(engine, Reason.DIRTY_HISTORY);

    String repair = message.substring(message.indexOf("DELETE FROM"));
    assertThat(repair)
        .isEqualTo("DELETE FROM memdb.history WHERE installed_rank = 2 AND NOT success;");
    engine.database().execute(repair);
    done(engine.run(), "2");
  }

  @OnEachPostgres
  void aChangedFile(int major) {
    EngineFixture engine =
        applied(major).withFiles("V1__a.sql", A + " -- harmless?", "V2__b.sql", B);

    assertThat(refused(engine, Reason.CHECKSUM_MISMATCH)).contains("V1__a.sql was changed");
  }

  /** Flyway's checksum does not see it, PostgreSQL's text constants do. */
  @OnEachPostgres
  void aFileOfWhichOnlyTheLineEndsChanged(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A + "\n;\n");
    done(engine.run(), "1");

    assertThat(
            refused(
                engine.withFiles("V1__a.sql", A + "\r\n;\r\n", "V2__b.sql", B),
                Reason.CHECKSUM_MISMATCH))
        .contains("perhaps only line ends differ");
  }

  @OnEachPostgres
  void aVersionThatComesTooLate(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A, "V1.5__c.sql", C);
    done(engine.run(), "1", "1.5");

    assertThat(
            refused(
                engine.withFiles("V1__a.sql", A, "V1.2__b.sql", B, "V1.5__c.sql", C),
                Reason.HISTORY_GAP))
        .contains("V1.2__b.sql");
  }

  @OnEachPostgres
  void anAppliedFileThatIsGone(int major) {
    assertThat(refused(applied(major).withFiles("V1.1__b.sql", B), Reason.HISTORY_GAP))
        .contains("V1__a.sql");
  }

  @OnEachPostgres
  void aVersionThatNobodyKnows(int major) {
    EngineFixture engine = applied(major);
    row(engine, 2, "9", "true");

    assertThat(refused(engine, Reason.UNKNOWN_VERSION)).contains("version 9");
  }

  @OnEachPostgres
  void aTargetThatDoesNotExist(int major) {
    EngineFixture engine = applied(major);

    String message =
        stopped(engine.run(Version.of("7"), new Trace()), Reason.TARGET_VERSION_NOT_FOUND);

    assertThat(message).contains("\"7\"", "latest version is 1");
  }

  /** The application was rolled back; the schema is not. */
  @OnEachPostgres
  void aLowerTargetIsNoError(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A, "V2__b.sql", B);
    done(engine.run(), "1", "2");

    done(engine.run(Version.of("1"), new Trace()));
    done(engine.withFiles("V1__a.sql", A).run());

    assertThat(engine.history()).containsExactly("1", "2");
  }

  @OnEachPostgres
  void aLedgerThatIsNewerThanTheOperator(int major) {
    EngineFixture engine = applied(major).withFiles("V1__a.sql", A, "V2__b.sql", B);
    engine.database().execute("UPDATE memdb.format SET version = 99");

    String message = stopped(engine.run(), Reason.LEDGER_NEWER_THAN_OPERATOR);

    assertThat(message).contains("format 99");
    assertThat(failed(engine.look(), Reason.LEDGER_NEWER_THAN_OPERATOR)).isEqualTo(message);
    assertThat(engine.history()).containsExactly("1");
  }

  /** Of a format to come nothing is known but where its number stands. */
  @OnEachPostgres
  void aNewerLedgerWithOtherColumns(int major) {
    EngineFixture engine = applied(major).withFiles("V1__a.sql", A, "V2__b.sql", B);
    engine
        .database()
        .execute(
            "UPDATE memdb.format SET version = 2; ALTER TABLE memdb.expected RENAME COLUMN"
                + " fingerprint TO fingerprints");

    stopped(engine.run(), Reason.LEDGER_NEWER_THAN_OPERATOR);
    failed(engine.look(), Reason.LEDGER_NEWER_THAN_OPERATOR);
  }

  private static String refused(EngineFixture engine, Reason reason) {
    int rows = engine.history().size();
    String message = stopped(engine.run(), reason);
    assertThat(engine.history()).hasSize(rows);
    assertThat(engine.admin().value("SELECT count(*) FROM memdb.run"))
        .as("nothing was begun")
        .isEqualTo("1");
    return message;
  }

  private static EngineFixture applied(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    done(engine.run(), "1");
    return engine;
  }

  private static void row(EngineFixture engine, int rank, String version, String success) {
    engine
        .database()
        .execute(
            "INSERT INTO memdb.history VALUES (%d, '%s', 'x', 'SQL', 'V%s__x.sql', 1, 'me', now(), 1, %s)"
                .formatted(rank, version, version, success));
  }
}
