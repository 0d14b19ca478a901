package dev.memdb.apply;

import static dev.memdb.apply.Outcomes.done;
import static dev.memdb.apply.Outcomes.failed;
import static dev.memdb.apply.Outcomes.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import dev.memdb.testkit.Certificate;
import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections are as well protected as was asked for, or there is none. */
class TlsIT {
  /** The name in the certificate; the address 127.0.0.1 is not in it. */
  private static final String NAME = "localhost";

  private static Certificate right;
  private static Certificate wrong;

  private static Certificate noCertificate;

  @BeforeAll
  static void makeCertificates() {
    right = Certificate.issuedFor(NAME);
    wrong = Certificate.issuedFor(NAME);
    noCertificate = new Certificate("no certificate", null, null);
  }

  @Test
  void aServerWithoutItWhereItIsRequired() {
    EngineFixture engine = EngineFixture.on(18).withFiles("V1__a.sql", "CREATE TABLE a (i int)");

    String message = stopped(with(engine, NAME, "require", null).run(), Reason.TLS_FAILED);

    assertThat(message).contains("mode require (the server offers none)");
    assertThat(engine.admin().column("SELECT 1 FROM pg_namespace WHERE nspname = 'memdb'"))
        .as("no silent fallback to plain text")
        .isEmpty();
  }

  @OnEachPostgres
  void modes(int major) throws IOException {
    try (PostgresServer server = withTls(major)) {
      EngineFixture engine =
          EngineFixture.on(server).withFiles("V1__a.sql", "CREATE TABLE a (i int)");

      refused(with(engine, NAME, "verify-ca", wrong), "is not trusted");
      refused(with(engine, NAME, "verify-full", wrong), "is not trusted");
      refused(with(engine, "127.0.0.1", "verify-full", right), "is for another host");
      refused(with(engine, NAME, "verify-full", noCertificate), "is not trusted");

      done(with(engine, NAME, "verify-full", right).run(), "1");
      done(with(engine, "127.0.0.1", "verify-ca", right).run());
      done(with(engine, "127.0.0.1", "require", null).run());
      done(with(engine, "127.0.0.1", "disable", null).run());
    }
  }

  /** A wrong password is no matter of TLS, although it travels inside. */
  @OnEachPostgres
  void otherRefusalsKeepTheirNames(int major) throws IOException {
    try (PostgresServer server = withTls(major)) {
      EngineFixture engine = with(EngineFixture.on(server), NAME, "verify-full", right);
      Endpoint e = engine.endpoint();

      failed(
          engine
              .with(new Endpoint(e.host(), e.port(), e.database(), e.user(), "no", e.tls()))
              .look(),
          Reason.AUTHENTICATION_FAILED);
      failed(
          engine
              .with(new Endpoint(e.host(), e.port(), "no", e.user(), e.password(), e.tls()))
              .look(),
          Reason.DATABASE_NOT_FOUND);

      String rules = "host all postgres all trust\nhostssl all all all scram-sha-256\n";
      Files.writeString(server.data().resolve("pg_hba.conf"), rules);
      server.admin().value("SELECT pg_reload_conf()");
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(
                          failed(
                              with(engine, NAME, "disable", null).look(),
                              Reason.AUTHENTICATION_FAILED))
                      .contains("pg_hba.conf has no line for it", "this kind of connection"));
    }
  }

  private static void refused(EngineFixture engine, String why) {
    assertThat(stopped(engine.run(), Reason.TLS_FAILED)).contains(why);
    assertThat(failed(engine.look(), Reason.TLS_FAILED))
        .contains(why)
        .doesNotContain(engine.endpoint().password());
  }

  private static PostgresServer withTls(int major) {
    return PostgresServer.start(
        major,
        Map.of(
            "fsync",
            "off",
            "ssl",
            "on",
            "ssl_cert_file",
            right.certificateFile().toString(),
            "ssl_key_file",
            right.keyFile().toString()));
  }

  private static EngineFixture with(
      EngineFixture engine, String host, String mode, Certificate ca) {
    Endpoint e = engine.endpoint();
    Tls tls = new Tls(mode, ca == null ? null : ca.pem());
    return engine.with(new Endpoint(host, e.port(), e.database(), e.user(), e.password(), tls));
  }
}
