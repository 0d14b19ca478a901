package dev.memdb.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether two connections lead to one database, whatever they are called. */
class SameDatabaseIT {
  @OnEachPostgres
  void isTheSameUnderAnotherHostName(int major) throws SQLException {
    TestDatabase one = PostgresServer.shared(major).createDatabase();
    TestDatabase other =
        new TestDatabase("localhost", one.port(), one.name(), one.user(), one.password());

    assertThat(same(one, other)).isTrue();
    assertThat(same(one, PostgresServer.shared(major).adminOf(one.name()))).isTrue();
  }

  @OnEachPostgres
  void isAnotherOneOnTheSameServer(int major) throws SQLException {
    PostgresServer server = PostgresServer.shared(major);

    assertThat(same(server.createDatabase(), server.createDatabase())).isFalse();
  }

  /** A copy has the same tables, and the same claim among them. */
  @OnEachPostgres
  void isNotACopyOfIt(int major) throws SQLException {
    PostgresServer server = PostgresServer.shared(major);
    TestDatabase original = server.createDatabase();
    original.execute("CREATE SCHEMA s; CREATE TABLE s.t (i int)");
    String copy = original.name() + "_copy";
    server.admin().execute("CREATE DATABASE %s TEMPLATE %s".formatted(copy, original.name()));

    assertThat(same(original, server.adminOf(copy))).isFalse();
  }

  private static boolean same(TestDatabase here, TestDatabase there) throws SQLException {
    try (Connection a = here.connect();
        Connection b = there.connect()) {
      boolean same = SameDatabase.test(a, b);
      assertThat(SameDatabase.test(b, a)).isEqualTo(same);
      try (var s = b.createStatement();
          var locks =
              s.executeQuery(
                  "SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")) {
        assertThat(locks.next()).as("a lock that is left behind").isFalse();
      }
      return same;
    }
  }
}
