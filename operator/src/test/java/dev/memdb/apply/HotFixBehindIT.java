package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.postponed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.ledger.Claim;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * In an environment that follows another, what somebody made by hand is no drift when it equals
 * what the same migrations have made in the one that goes first.
 */
class HotFixBehindIT {
  private static final Claim PRODUCTION = new Claim("cluster", "ai/recall", "production", null);
  private static final String BASE = "V1__base.sql";
  private static final String TABLE =
      """
      CREATE TABLE memory (id bigint PRIMARY KEY, body text, kind text);
      CREATE FUNCTION weight(k text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE VIEW kinds AS SELECT DISTINCT kind FROM memory;
      """;

  private static final String INDEX = "CREATE INDEX IF NOT EXISTS by_kind ON memory (kind)";
  private static final String NOTE = "ALTER TABLE memory ADD COLUMN IF NOT EXISTS note text";

  /** The ordinary way: the change is in production, the migration has it, staging goes first. */
  @OnEachPostgres
  void isTheMigrationsWhenItEqualsWhatWasMadeBefore(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    second.database().execute(INDEX + "; " + NOTE);
    String migration = NOTE + "; ALTER TABLE memory ALTER COLUMN note SET DEFAULT 'none'; " + INDEX;
    done(with(first, migration).run(), "2");

    done(with(second, migration).run(), "2");

    assertThat(second.drift()).isEmpty();
    assertThat(second.facts().fingerprint()).isEqualTo(first.facts().fingerprint()).isPresent();
    assertThat(second.admin().value("SELECT snapshot FROM memdb.expected"))
        .isEqualTo(first.admin().value("SELECT snapshot FROM memdb.expected"));
  }

  /** What can only be altered has no IF NOT EXISTS, and needs none. */
  @OnEachPostgres
  void isTheMigrationsWhenItIsAnAlteredProperty(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    String migration =
        "ALTER TABLE memory ALTER kind SET DEFAULT 'note', ALTER kind SET NOT NULL;"
            + " ALTER TABLE memory SET (fillfactor = 90)";
    second.database().execute(migration);
    done(with(first, migration).run(), "2");

    done(with(second, migration).run(), "2");

    assertThat(second.drift()).isEmpty();
  }

  /** A hand set more than the migration does. */
  @OnEachPostgres
  void staysDriftWhenMoreWasAltered(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    String migration = "ALTER TABLE memory ALTER kind SET DEFAULT 'note'";
    second.database().execute(migration + ", ALTER kind SET NOT NULL");
    done(with(first, migration).run(), "2");

    done(with(second, migration).run(), "2");

    assertThat(second.drift()).containsExactly("changed column public.memory.kind: now not null");
  }

  /** The migration was content with it; but it is not what the others have. */
  @OnEachPostgres
  void staysDriftWhenItIsAnotherThing(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    second
        .database()
        .execute(
            "CREATE INDEX by_kind ON memory (body); ALTER TABLE memory ADD COLUMN note varchar(9);"
                + " CREATE TABLE source (id bigint)");
    String migration =
        INDEX
            + "; "
            + NOTE
            + "; COMMENT ON COLUMN memory.note IS 'x'; COMMENT ON INDEX by_kind IS 'x'"
            + "; CREATE TABLE IF NOT EXISTS source (id bigint, uri text)";
    done(with(first, migration).run(), "2");

    done(with(second, migration).run(), "2");

    assertThat(second.drift())
        .containsExactlyInAnyOrder(
            "changed column public.memory.note: type text → character varying(9)",
            "changed index public.by_kind: definition USING btree (kind) → USING btree (body)",
            "missing column public.source.uri");
    stopped(
        second.withFiles(BASE, TABLE, "V2__more.sql", migration, "V3__x.sql", "SELECT 1").run(),
        Reason.DRIFT_DETECTED);
  }

  /** With onDrift: Report, a migration that is no answer to it changes nothing about it. */
  @OnEachPostgres
  void staysDriftWhenNoMigrationSpeaksOfIt(int major) {
    EngineFixture first = base(major).with(DriftPolicy.REPORT);
    EngineFixture second = following(first, major).with(DriftPolicy.REPORT);
    for (EngineFixture each : List.of(first, second)) {
      each.database().execute(INDEX);
      done(with(each, "CREATE TABLE b (i int)").run(), "2");
    }

    for (EngineFixture each : List.of(first, second)) {
      assertThat(each.drift()).containsExactly("extra index public.by_kind on memory");
    }
    assertThat(second.facts().fingerprint()).isEqualTo(first.facts().fingerprint()).isPresent();
  }

  /** The same hot-fix everywhere, and then a migration. */
  @OnEachPostgres
  void isTheMigrationsInEveryEnvironment(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    for (EngineFixture each : List.of(first, second)) {
      each.database().execute(INDEX);
      done(with(each, INDEX).run(), "2");
      assertThat(each.drift()).isEmpty();
    }
  }

  /** Other hot-fixes of one name: the first environment refuses, so the second does not begin. */
  @OnEachPostgres
  void withReportWhatIsNotTheSameIsToldAsTheMigrationWouldMakeIt(int major) {
    EngineFixture first = base(major).with(DriftPolicy.REPORT);
    first.database().execute("CREATE INDEX by_kind ON memory (body)");
    EngineFixture second = following(first, major);
    second.database().execute(INDEX);

    done(with(first, INDEX).run(), "2");
    done(with(second, INDEX).run(), "2");

    assertThat(first.drift())
        .containsExactly(
            "changed index public.by_kind: definition USING btree (kind) → USING btree (body)");
    assertThat(second.drift()).isEmpty();
  }

  /** A failure on the way does not make it forgotten that a migration has spoken. */
  @OnEachPostgres
  void survivesAFailureHalfway(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    second.database().execute("CREATE TABLE source (id bigint); CREATE TABLE there (i int)");
    String[] files = {
      BASE,
      TABLE,
      "V2__more.sql",
      "CREATE TABLE IF NOT EXISTS source (id bigint); CREATE TABLE IF NOT EXISTS there (i int)",
      "V3__once.sql",
      "DO $$ BEGIN IF current_setting('application_name') LIKE '%/production' AND NOT EXISTS"
          + " (SELECT FROM memory) THEN RAISE 'not yet'; END IF; END $$",
    };
    done(first.withFiles(files).run(), "2", "3");

    stopped(second.withFiles(files).run(), Reason.MIGRATION_FAILED, "2");
    assertThat(second.drift()).isEmpty();
    second.database().execute("INSERT INTO memory VALUES (1)");
    done(second.withFiles(files).withRequest("2/").run(), "3");

    assertThat(second.drift()).isEmpty();
  }

  /** Nothing is pending: what equals the others' schema is recorded, and by a run only. */
  @OnEachPostgres
  void isSettledWithoutAMigrationWhenTheWholeSchemaIsLikeTheOthers(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    String conditional =
        "DO $$ BEGIN IF current_setting('application_name') LIKE '%/staging' THEN "
            + INDEX
            + "; END IF; END $$";
    done(with(first, conditional).run(), "2");
    done(with(second, conditional).run(), "2");
    second.database().execute(INDEX); // what parity asked for
    assertThat(second.drift()).hasSize(1);

    done(with(second, conditional).run());

    assertThat(second.drift()).isEmpty();
    assertThat(second.history()).containsExactly("1", "2");
  }

  /** Without the proof nothing is begun; it is tried again. */
  @OnEachPostgres
  void waitsForTheEnvironmentThatGoesFirst(int major) {
    EngineFixture second =
        base(major)
            .with(
                (Canon)
                    () -> {
                      throw new SQLException("staging cannot be read", "08000");
                    });
    second.database().execute(INDEX);

    String message = postponed(with(second, INDEX).run(), Reason.TRANSIENT_FAILURE_RETRYING);

    assertThat(message).contains("staging cannot be read");
    assertThat(second.history()).containsExactly("1");
  }

  /** A claim of somebody else, or none: that database proves nothing. */
  @OnEachPostgres
  void isNotProvenByADatabaseOfSomebodyElse(int major) {
    EngineFixture first = base(major);
    EngineFixture second = following(first, major);
    second.database().execute("CREATE INDEX by_kind ON memory (body)");
    done(with(first, INDEX).run(), "2");
    first.admin().execute("UPDATE memdb.claim SET resource = 'ai/other'");

    stopped(with(second, INDEX).run(), Reason.DRIFT_DETECTED);

    assertThat(second.history()).containsExactly("1");
  }

  /** Other servers word some things otherwise. */
  @Test
  void betweenMajorVersions() {
    EngineFixture first = base(14);
    EngineFixture second = following(first, 18);
    String view = "CREATE OR REPLACE VIEW kinds AS SELECT DISTINCT m.kind FROM memory m";
    second.database().execute(INDEX + "; " + view);
    done(with(first, INDEX + "; " + view).run(), "2");

    done(with(second, INDEX + "; " + view).run(), "2");

    assertThat(second.drift()).isEmpty();
  }

  private static EngineFixture following(EngineFixture first, int major) {
    return base(EngineFixture.on(major).with(PRODUCTION, first.arbiter())).after(first);
  }

  private static EngineFixture base(int major) {
    return base(EngineFixture.on(major));
  }

  private static EngineFixture base(EngineFixture empty) {
    EngineFixture engine = empty.withFiles(BASE, TABLE);
    done(engine.run(), "1");
    return engine;
  }

  private static EngineFixture with(EngineFixture engine, String migration) {
    return engine.withFiles(BASE, TABLE, "V2__more.sql", migration);
  }
}
