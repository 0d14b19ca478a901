package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TcpProxy;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A database with a table to fill: {@code app.t (id, body, c)}, and indexes on the first two. */
final class Fixture {
  static final BackfillSpec LENGTH = fill("length(body)");

  private static final BackfillLimits WITHOUT_PAUSES =
      new BackfillLimits(Duration.ofMillis(50), 1, Long.MAX_VALUE);

  private final int major;
  private final TestDatabase database;

  private Fixture(int major, TestDatabase database) {
    this.major = major;
    this.database = database;
  }

  /** Rows 1 to n, their bodies of some 100 bytes. */
  static Fixture rows(int major, int n) {
    return rows(PostgresServer.shared(major), n);
  }

  /** The same on a server of one's own. */
  static Fixture rows(PostgresServer server, int n) {
    Fixture fixture = new Fixture(server.major(), server.createDatabase());
    fixture.database.execute(
        "CREATE SCHEMA memdb; CREATE SCHEMA app;"
            + " CREATE TABLE app.t (id bigint PRIMARY KEY, body text NOT NULL, c int);"
            + " INSERT INTO app.t SELECT i, repeat(md5(i::text), 3) FROM generate_series(1, "
            + n
            + ") i; CREATE INDEX ON app.t (body); ANALYZE app.t");
    return fixture;
  }

  /** Column c gets an expression. */
  static BackfillSpec fill(String expression) {
    return new BackfillSpec(
        "app", "t", List.of(new BackfillSpec.Assignment("c", expression)), null, null);
  }

  /** The same database on another server. */
  Fixture at(PostgresServer server) {
    TestDatabase d = database;
    return new Fixture(
        major, new TestDatabase(d.host(), server.port(), d.name(), d.user(), d.password()));
  }

  /** The same database by another way. */
  Fixture through(TcpProxy proxy) {
    TestDatabase d = database;
    return new Fixture(
        major, new TestDatabase("127.0.0.1", proxy.port(), d.name(), d.user(), d.password()));
  }

  int major() {
    return major;
  }

  TestDatabase database() {
    return database;
  }

  void execute(String sql) {
    database.execute(sql);
  }

  String value(String sql) {
    return database.value(sql);
  }

  long prepare(BackfillSpec spec) {
    try (Connection c = connect()) {
      return Backfills.prepare(c, "6", "digest", spec, WITHOUT_PAUSES).run();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Prepares and works to the end, without pauses. */
  Worker.Outcome run(BackfillSpec spec) {
    return work(prepare(spec));
  }

  Worker.Outcome work(long run) {
    return work(run, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()));
  }

  Worker.Outcome work(long run, Worker.Sleeper sleeper) {
    try (Connection c = connect()) {
      return new Worker(c, run, sleeper, new Worker.Listener() {}).work();
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As workers connect: every Statement in one trip, nothing prepared by itself. */
  Connection connect() throws SQLException {
    Properties p = new Properties();
    p.setProperty("user", database.user());
    p.setProperty("password", database.password());
    p.setProperty("prepareThreshold", "0");
    p.setProperty("preferQueryMode", "extendedForPrepared");
    p.setProperty("ApplicationName", "backfill");
    return DriverManager.getConnection(database.url(), p);
  }
}
