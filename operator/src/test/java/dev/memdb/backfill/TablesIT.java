package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;

/** Tables of other kinds than those of most tests. */
class TablesIT {
  private static final String WRONG =
      "SELECT count(*) FROM app.t WHERE c IS DISTINCT FROM 1000 / nullif(length(body), 0)";

  private static Fixture rows(int major, String columns, String rows) {
    Fixture fixture = Fixture.rows(major, 0);
    fixture.execute(
        "DROP TABLE app.t; CREATE TABLE app.t (%s); INSERT INTO app.t %s".formatted(columns, rows));
    return fixture;
  }

  private static String failures(Fixture fixture) {
    return fixture.value(
        "SELECT string_agg(key::text || ' ' || sqlstate, ', ') FROM memdb.backfill_failure");
  }

  @OnEachPostgres
  void keysThatAreUuids(int major) {
    Fixture fixture =
        rows(
            major,
            "id uuid PRIMARY KEY, body text, c int",
            "SELECT gen_random_uuid(), repeat('x', 40) FROM generate_series(1, 5000)");
    String poison = "3f0e4b9c-6a52-4f0e-9b0e-0d6f4c1f7a11";
    fixture.execute("INSERT INTO app.t VALUES ('" + poison + "', '')");

    fixture.run(Fixture.fill("1000 / length(body)"));

    assertThat(fixture.value(WRONG)).isEqualTo("0");
    assertThat(failures(fixture)).isEqualTo("{\"id\": \"" + poison + "\"} 22012");
  }

  @OnEachPostgres
  void keysOfSeveralColumns(int major) {
    Fixture fixture =
        rows(
            major,
            "\"the Tenant\" text, id int, body text, c int, PRIMARY KEY (\"the Tenant\", id)",
            "SELECT chr(97 + i % 3), i, repeat('x', i % 50 + 1) FROM generate_series(1, 5000) i");
    fixture.execute("UPDATE app.t SET body = '' WHERE id = 17");

    fixture.run(Fixture.fill("1000 / length(body)"));

    assertThat(fixture.value(WRONG)).isEqualTo("0");
    assertThat(failures(fixture)).isEqualTo("{\"id\": 17, \"the Tenant\": \"c\"} 22012");
  }

  /** Without a key a row is told by its place. */
  @OnEachPostgres
  void noKeyAtAll(int major) {
    Fixture fixture =
        rows(major, "body text, c int", "SELECT repeat('x', 40) FROM generate_series(1, 5000) i");
    fixture.execute("INSERT INTO app.t VALUES ('')");

    fixture.run(Fixture.fill("1000 / length(body)"));

    assertThat(fixture.value(WRONG)).isEqualTo("0");
    assertThat(failures(fixture)).matches("\\{\"ctid\": \"\\(\\d+,\\d+\\)\"\\} 22012");
  }

  /** What lies outside of the row stays where it is. */
  @OnEachPostgres
  void rowsWithToastedValues(int major) {
    Fixture fixture = rows(major, "id int PRIMARY KEY, body text, c int", "SELECT 0, ''");
    fixture.execute(
        "TRUNCATE app.t; ALTER TABLE app.t ALTER COLUMN body SET STORAGE EXTERNAL;"
            + " INSERT INTO app.t SELECT i, repeat(md5(i::text), 250) FROM generate_series(1, 1000) i");
    String toast =
        "SELECT pg_relation_size(reltoastrelid) FROM pg_class WHERE oid = 'app.t'::regclass";
    String before = fixture.value(toast);
    assertThat(Long.parseLong(before)).isGreaterThan(8_000_000);

    fixture.run(Fixture.LENGTH);

    assertThat(fixture.value("SELECT count(*) FROM app.t WHERE c = 8000")).isEqualTo("1000");
    assertThat(fixture.value(toast)).isEqualTo(before);
  }
}
