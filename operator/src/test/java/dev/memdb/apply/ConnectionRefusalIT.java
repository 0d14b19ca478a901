package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.postponed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TcpProxy;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** Connection data that leads nowhere, or to the wrong place. */
class ConnectionRefusalIT {
  private static final String PASSWORD = "s3cr3t' \" \\ %41&x=1?y=2#; ünï 🙈 $$";
  private static final String A = "CREATE TABLE a (i int)";

  @OnEachPostgres
  void aWrongPassword(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    EngineFixture wrong = with(engine, engine.endpoint().database(), PASSWORD);

    String message = stopped(wrong.run(), Reason.AUTHENTICATION_FAILED);

    assertThat(message)
        .contains("refused the login of role " + engine.database().user())
        .doesNotContain("s3cr3t");
    assertThat(failed(wrong.look(), Reason.AUTHENTICATION_FAILED)).isEqualTo(message);
    done(engine.run(), "1");
  }

  @OnEachPostgres
  void aDatabaseThatIsNotThere(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);

    assertThat(
            stopped(
                with(engine, "no_such", engine.database().password()).run(),
                Reason.DATABASE_NOT_FOUND))
        .contains("127.0.0.1:" + engine.database().port() + "/no_such");
  }

  @OnEachPostgres
  void aDatabaseThatTheRoleMayNotEnter(int major) {
    EngineFixture engine = EngineFixture.on(major).withFiles("V1__a.sql", A);
    String name = engine.database().name();
    engine.admin().execute("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC");
    engine.admin().execute("ALTER DATABASE " + name + " OWNER TO postgres");

    assertThat(stopped(engine.run(), Reason.PERMISSION_DENIED)).contains("GRANT CONNECT");
  }

  @Test
  void aHostThatDoesNotResolve() {
    EngineFixture engine = EngineFixture.on(18).withFiles("V1__a.sql", A);

    assertThat(postponed(at(engine, "no-such-host.invalid", 5432).run(), Reason.UNREACHABLE))
        .contains("no-such-host.invalid:5432", "does not resolve");
  }

  @Test
  void aPortWhereNobodyListens() throws IOException {
    EngineFixture engine = EngineFixture.on(18).withFiles("V1__a.sql", A);
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    assertThat(postponed(at(engine, "127.0.0.1", port).run(), Reason.UNREACHABLE))
        .contains("does not answer");
  }

  @Test
  void aServerThatAcceptsAndSaysNothing() {
    EngineFixture engine = EngineFixture.on(18).withFiles("V1__a.sql", A);
    try (TcpProxy proxy = TcpProxy.to(engine.database())) {
      proxy.silence();

      assertThat(postponed(engine.through(proxy).run(), Reason.UNREACHABLE))
          .contains("does not answer");
    }
  }

  /** Names and passwords are values, whatever characters they have. */
  @OnEachPostgres
  void namesThatLookLikeSomethingElse(int major) {
    PostgresServer server = PostgresServer.shared(major);
    TestDatabase admin = server.admin();
    String user = "o'wn \"er\\ %20 &sslmode=disable ü?" + major;
    String database = "d'b \"x\\ %20?ssl=false&user=postgres #ü/" + major;
    admin.execute("CREATE ROLE %s LOGIN PASSWORD %s".formatted(quoted(user), literal(PASSWORD)));
    admin.execute("CREATE DATABASE %s OWNER %s".formatted(quoted(database), quoted(user)));
    Endpoint endpoint =
        new Endpoint(
            admin.host(), admin.port(), database, user, PASSWORD, new Tls("disable", null));
    EngineFixture engine =
        EngineFixture.on(server)
            .with(endpoint)
            .withFiles("V1__a.sql", "CREATE SCHEMA x; CREATE TABLE x.a (i int)");

    RunResult result = engine.run();

    done(result, "1");
    assertThat(result.toString() + endpoint).doesNotContain("s3cr3t");
    done(engine.run());
  }

  /** What an administrator has set for the role or the database must not end a migration. */
  @OnEachPostgres
  void settingsOfTheRoleDoNotReachTheSession(int major) {
    EngineFixture engine =
        EngineFixture.on(major)
            .withFiles(
                "V1__a.sql", A + ";\nSELECT pg_sleep(0.5)", "V2__b.sql", A.replace('a', 'b'));
    String role = "ALTER ROLE " + engine.database().user() + " SET ";
    String database = "ALTER DATABASE " + engine.database().name() + " SET ";
    TestDatabase elsewhere = PostgresServer.shared(major).admin();
    elsewhere.execute(role + "statement_timeout = 200");
    elsewhere.execute(role + "lock_timeout = 1");
    elsewhere.execute(role + "idle_in_transaction_session_timeout = 1");
    elsewhere.execute(role + "search_path = pg_catalog");
    elsewhere.execute(database + "idle_session_timeout = 1");
    elsewhere.execute(database + "default_transaction_read_only = on");
    elsewhere.execute(database + "default_transaction_isolation = 'serializable'");
    if (major >= 17) {
      elsewhere.execute(role + "transaction_timeout = 200");
    }

    done(engine.run(), "1", "2");
  }

  private static EngineFixture with(EngineFixture engine, String database, String password) {
    Endpoint e = engine.endpoint();
    return engine.with(new Endpoint(e.host(), e.port(), database, e.user(), password, e.tls()));
  }

  private static EngineFixture at(EngineFixture engine, String host, int port) {
    Endpoint e = engine.endpoint();
    return engine.with(new Endpoint(host, port, e.database(), e.user(), e.password(), e.tls()));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String literal(String value) {
    return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
