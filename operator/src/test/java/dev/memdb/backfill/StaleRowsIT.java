package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.OnEachPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Rows that have a value, but not the right one. */
class StaleRowsIT {
  private static List<String> find(Fixture fixture, BackfillSpec spec) throws SQLException {
    try (Connection c = fixture.connect();
        Statement s = c.createStatement()) {
      s.execute("SET search_path = pg_catalog");
      return StaleRows.find(c, spec);
    }
  }

  private static BackfillSpec spec(String expression, String where, String complete) {
    return new BackfillSpec(
        "app", "t", List.of(new BackfillSpec.Assignment("c", expression)), where, complete);
  }

  private static Fixture filled(int major, BackfillSpec spec) {
    Fixture fixture = Fixture.rows(major, 1_000);
    fixture.run(spec);
    return fixture;
  }

  @OnEachPostgres
  void areFoundByTheirKey(int major) throws SQLException {
    Fixture fixture = filled(major, Fixture.LENGTH);
    assertThat(find(fixture, Fixture.LENGTH)).isEmpty();

    fixture.execute("UPDATE app.t SET body = 'changed' WHERE id = 17");

    assertThat(find(fixture, Fixture.LENGTH)).containsExactly("{\"id\": 17}");
  }

  /** 10.4 is 10 in a column of integers. */
  @OnEachPostgres
  void whatAnAssignmentRoundsIsNotStale(int major) throws SQLException {
    BackfillSpec rounded = Fixture.fill("length(body) / 7.0");
    assertThat(find(filled(major, rounded), rounded)).isEmpty();
  }

  @OnEachPostgres
  void onlyTheRowsThatAreMeantAreCompared(int major) throws SQLException {
    BackfillSpec some = spec("length(body)", "id > 500 -- the new ones", null);
    Fixture fixture = filled(major, some);
    fixture.execute("UPDATE app.t SET c = 1 WHERE id IN (17, 700)");

    assertThat(find(fixture, some)).containsExactly("{\"id\": 700}");
  }

  /** What the file says itself is done is believed; what differs each time cannot be compared. */
  @OnEachPostgres
  void whatCannotBeToldIsNotCompared(int major) throws SQLException {
    Fixture fixture = filled(major, Fixture.LENGTH);
    fixture.execute(
        "UPDATE app.t SET c = 1; CREATE FUNCTION app.f(text) RETURNS int LANGUAGE sql AS 'SELECT 2'");

    for (String expression :
        List.of(
            "(random() * 10)::int",
            "extract(epoch FROM now())::int",
            "extract(epoch FROM CURRENT_TIMESTAMP)::int",
            "(SELECT count(*)::int FROM app.t)",
            "app.f(body)",
            "no_such_function(body)",
            "1 / (c - 1)")) {
      assertThat(find(fixture, Fixture.fill(expression))).as(expression).isEmpty();
    }
    assertThat(find(fixture, spec("length(body)", null, "c IS NOT NULL"))).isEmpty();
    fixture.execute("ALTER FUNCTION app.f(text) IMMUTABLE");
    assertThat(find(fixture, Fixture.fill("app.f(body)"))).hasSize(3);
    assertThat(find(fixture, Fixture.fill("length(to_char(id, '9999'))"))).hasSize(3);
  }

  @OnEachPostgres
  void aTypeWithoutEqualityIsNotCompared(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 10);
    fixture.execute("ALTER TABLE app.t ADD doc json; UPDATE app.t SET doc = '1'");
    BackfillSpec json =
        new BackfillSpec(
            "app", "t", List.of(new BackfillSpec.Assignment("doc", "to_json(body)")), null, null);

    assertThat(find(fixture, json)).isEmpty();
  }
}
