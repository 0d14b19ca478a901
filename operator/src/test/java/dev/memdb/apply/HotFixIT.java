package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.testkit.OnEachPostgres;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody made by hand becomes the migrations' when a migration has it too and makes the
 * same; what is not the same stays drift, whatever runs go over it.
 */
class HotFixIT {
  private static final String BASE = "V1__base.sql";
  private static final String TABLE =
      """
      CREATE TABLE memory (id bigint PRIMARY KEY, body text, kind text);
      CREATE FUNCTION weight(k text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
      CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE VIEW kinds AS SELECT DISTINCT kind FROM memory;
      """;

  /** What was done by hand, and the same as a migration. */
  private record HotFix(String byHand, String migration) {
    static HotFix same(String sql) {
      return new HotFix(sql, sql);
    }
  }

  private static final List<HotFix> ALIKE =
      List.of(
          HotFix.same(
              "CREATE INDEX IF NOT EXISTS by_kind ON public.memory (lower(kind)) WHERE id > 7"),
          new HotFix(
              "CREATE INDEX by_kind ON memory (kind text_pattern_ops)",
              "CREATE INDEX CONCURRENTLY IF NOT EXISTS by_kind ON memory (kind text_pattern_ops)"),
          HotFix.same("ALTER TABLE memory ADD COLUMN IF NOT EXISTS note text NOT NULL DEFAULT ''"),
          HotFix.same(
              "ALTER TABLE memory ADD COLUMN IF NOT EXISTS n int CHECK (n > 0) UNIQUE,"
                  + " ADD COLUMN IF NOT EXISTS m bigint GENERATED ALWAYS AS (id * 2) STORED"),
          HotFix.same(
              "CREATE TABLE IF NOT EXISTS public.source (id bigint PRIMARY KEY, memory bigint"
                  + " REFERENCES public.memory, uri text NOT NULL UNIQUE)"),
          HotFix.same(
              "CREATE OR REPLACE FUNCTION public.weight(k text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'"),
          HotFix.same(
              "CREATE OR REPLACE VIEW kinds AS SELECT DISTINCT kind FROM memory WHERE id > 0"),
          HotFix.same(
              "CREATE OR REPLACE TRIGGER audited BEFORE UPDATE ON memory FOR EACH ROW EXECUTE FUNCTION audit()"),
          new HotFix(
              "ALTER TABLE memory ADD CONSTRAINT sane CHECK (id > 0) NOT VALID",
              "ALTER TABLE memory DROP CONSTRAINT IF EXISTS sane; ALTER TABLE memory ADD CONSTRAINT sane CHECK (id > 0) NOT VALID"),
          new HotFix(
              "CREATE OR REPLACE FUNCTION weight(k text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 3'",
              "DROP FUNCTION IF EXISTS weight(text); CREATE FUNCTION weight(k text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 3'"),
          HotFix.same("DROP VIEW IF EXISTS kinds"));

  static Stream<Arguments> alike() {
    return ALIKE.stream().flatMap(h -> Stream.of(14, 18).map(major -> Arguments.of(major, h)));
  }

  /** Where no environment goes first. Nothing but the migration is needed. */
  @ParameterizedTest(name = "PostgreSQL {0}: {1}")
  @MethodSource("alike")
  void isTheMigrationsWhenItWouldMakeTheSame(int major, HotFix hotFix) {
    EngineFixture first = base(major);
    first.database().execute(hotFix.byHand());
    assertThat(first.drift()).isNotEmpty();
    Trace trace = new Trace();

    done(with(first, hotFix.migration()).run(trace), "2");

    assertThat(first.drift()).isEmpty();
    assertThat(trace.notes())
        .singleElement()
        .asString()
        .startsWith("changed by hand, and the migrations' own from now on: ");
    leavesNothingBehind(first);
  }

  /** What was made by hand, what the migration says, and how that is told. */
  private record Other(String byHand, String migration, String told) {}

  private static final List<Other> OTHERWISE =
      List.of(
          new Other(
              "CREATE INDEX by_kind ON memory (body)",
              "CREATE INDEX IF NOT EXISTS by_kind ON memory (kind)",
              "changed index public.by_kind: definition USING btree (kind) → USING btree (body)"),
          new Other(
              "ALTER TABLE memory ADD COLUMN note varchar(10)",
              "ALTER TABLE memory ADD COLUMN IF NOT EXISTS note text; COMMENT ON COLUMN memory.note IS 'x'",
              "changed column public.memory.note: type text → character varying(10)"),
          new Other(
              "CREATE TABLE source (id bigint PRIMARY KEY)",
              "CREATE TABLE IF NOT EXISTS source (id bigint PRIMARY KEY, uri text)",
              "missing column public.source.uri"),
          new Other(
              "CREATE TABLE source (id bigint PRIMARY KEY, uri text)",
              "CREATE TABLE IF NOT EXISTS source (id bigint PRIMARY KEY)",
              "extra column public.source.uri"),
          new Other(
              "CREATE FUNCTION weight(k int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
              "CREATE OR REPLACE FUNCTION weight(k text) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
              "extra function public.weight(k integer)"),
          new Other(
              "CREATE FUNCTION weight(k int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
              "DROP FUNCTION IF EXISTS weight(text)",
              "extra function public.weight(k integer)"),
          new Other(
              "ALTER TABLE memory ALTER COLUMN kind SET DEFAULT 'x', ALTER COLUMN kind SET NOT NULL",
              "ALTER TABLE memory ALTER COLUMN kind SET DEFAULT 'x'",
              "column public.memory.kind was changed by hand, and what V2__more.sql:1 sets is only a part"),
          new Other(
              "ALTER TABLE memory ADD CONSTRAINT sane CHECK (id > 0)",
              "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'sane') THEN"
                  + " ALTER TABLE memory ADD CONSTRAINT sane CHECK (id > 1); END IF; END $$",
              "whether V2__more.sql:1 makes constraint public.memory.sane as it is cannot be told"));

  static Stream<Arguments> otherwise() {
    return OTHERWISE.stream().flatMap(o -> Stream.of(14, 18).map(major -> Arguments.of(major, o)));
  }

  @ParameterizedTest(name = "PostgreSQL {0}: {1}")
  @MethodSource("otherwise")
  void isRefusedWhereNobodyProvesThatItIsTheSame(int major, Other other) {
    EngineFixture first = base(major);
    first.database().execute(other.byHand());

    String message = stopped(with(first, other.migration()).run(), Reason.DRIFT_DETECTED);

    assertThat(message).contains(other.told(), "Nothing was applied", "memdb.dev/requested-at");
    assertThat(first.history()).containsExactly("1");
    leavesNothingBehind(first);
  }

  /** Its file was rolled back: nobody promised that index. */
  @OnEachPostgres
  void isDriftAsBeforeWhenTheMigrationFailed(int major) {
    EngineFixture first = base(major).with(DriftPolicy.REPORT);
    first.database().execute("CREATE INDEX by_kind ON memory (body); CREATE TABLE source (i int)");

    stopped(
        with(
                first,
                "CREATE INDEX IF NOT EXISTS by_kind ON memory (kind);"
                    + " CREATE TABLE IF NOT EXISTS source (i int, j int); SELECT 1/0")
            .run(),
        Reason.MIGRATION_FAILED);

    assertThat(first.drift())
        .containsExactly("extra index public.by_kind on memory", "extra table public.source");
  }

  private static void leavesNothingBehind(EngineFixture engine) {
    assertThat(
            engine
                .admin()
                .column("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'memdb\\_%'"))
        .isEmpty();
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
