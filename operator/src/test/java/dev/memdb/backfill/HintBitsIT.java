package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** Pages are read soon after they were filled, so that later readers need not write them. */
class HintBitsIT {
  /** Rows that do not say yet that what wrote them was committed: HEAP_XMIN_COMMITTED. */
  private static final String UNNOTED =
      "SELECT count(*) FROM generate_series(0, %d) b, heap_page_items(get_raw_page('app.t', b::int)) i"
          + " WHERE i.lp_flags = 1 AND i.t_infomask & 256 = 0";

  private static TestDatabase superuser(Fixture fixture) {
    TestDatabase admin = PostgresServer.shared(fixture.major()).adminOf(fixture.database().name());
    admin.execute("CREATE EXTENSION pageinspect");
    return admin;
  }

  /** Only where it spares WAL: 14 has no checksums unless initdb is told. */
  @OnEachPostgres
  void rowsSayThatTheyWereCommitted(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 2_000);
    TestDatabase admin = superuser(fixture);
    fixture.execute("UPDATE app.t SET c = 1");
    int pages = Integer.parseInt(fixture.value("SELECT pg_relation_size('app.t') / 8192"));
    String unnoted = UNNOTED.formatted(pages - 1);
    assertThat(admin.value(unnoted)).isNotEqualTo("0");
    boolean checksums = fixture.value("SHOW data_checksums").equals("on");
    String before = admin.value(unnoted);

    set(fixture, fixture.prepare(Fixture.LENGTH), pages);

    assertThat(admin.value(unnoted)).isEqualTo(checksums ? "0" : before);
    assertThat(checksums).isEqualTo(major >= 18);
  }

  /** It is no work that must be done. */
  @OnEachPostgres
  void aLockedTableIsLeftAsItIs(int major) throws SQLException {
    Fixture fixture = Fixture.rows(major, 100);
    long id = fixture.prepare(Fixture.LENGTH);
    try (Connection other = fixture.connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE app.t");

      set(fixture, id, 2);
    }
    assertThat(fixture.value("SELECT count(*) FROM app.t")).isEqualTo("100");
  }

  private static void set(Fixture fixture, long id, int pages) throws SQLException {
    long relid = Long.parseLong(fixture.value("SELECT 'app.t'::regclass::oid"));
    try (Connection c = fixture.connect()) {
      c.createStatement().execute("SET lock_timeout = '200ms'");
      RowSql sql = new RowSql(c, BackfillRun.load(c, id), relid, "app.t");
      try (HintBits hints = new HintBits(c, sql)) {
        hints.set(0, pages);
      }
    }
  }
}
