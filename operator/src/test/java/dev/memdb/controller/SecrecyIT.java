package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.CapturedLog;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails: no password in status, events, ledger or log. */
class SecrecyIT {
  /** Part of each password, so that a cut, quoted or escaped one is found as well. */
  private static final String CORE = "hunter2xyzzy";

  private static CapturedLog log;
  private static TestNamespace namespace;
  private static OperatorFixture operator;
  private static int names;

  @BeforeAll
  static void start() {
    log = CapturedLog.begin();
    namespace = TestNamespace.create();
    operator = OperatorFixture.start(namespace);
  }

  @AfterAll
  static void stop() {
    operator.close();
    namespace.close();
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's \"" + CORE + "\"",
        "a b&password=" + CORE + "&ssl=false",
        "%s%n%41" + CORE + "%",
        "\\n\\" + CORE + "\\",
        "{\"password\": \"" + CORE + "\"}",
        "pässwörd-→-" + CORE + "-🔑",
        "?" + CORE + "#/@:host",
        "${env:" + CORE + "} {} {0}"
      })
  void isToldInNoFailure(String password) {
    Map<TestMemoryDatabase, String> all =
        Map.of(
            broken(password, Map.of()), "AuthenticationFailed",
            broken(password, Map.of("port", "1")), "Unreachable",
            broken(password, Map.of("dbname", "nowhere")), "AuthenticationFailed",
            broken(password, Map.of("host", "u:" + password + "@h")), "SecretInvalid",
            broken(password, Map.of("port", password)), "SecretInvalid",
            uri(password), "SecretInvalid");

    all.forEach(TestMemoryDatabase::awaitReason);
    all.keySet().forEach(SecrecyIT::assertSilent);
    assertThat(log.lines()).noneMatch(l -> l.contains(CORE));
  }

  private static TestMemoryDatabase broken(String password, Map<String, String> changes) {
    TestMemoryDatabase mdb = namespace.memoryDatabase("broken-" + ++names);
    Map<String, String> values = Resources.secretValues(mdb.staging());
    values.put("password", password);
    values.putAll(changes);
    return created(mdb, values);
  }

  private static TestMemoryDatabase uri(String password) {
    TestMemoryDatabase mdb = namespace.memoryDatabase("in-uri-" + ++names);
    Map<String, String> values = Resources.secretValues(mdb.staging());
    values.remove("host");
    values.put("jdbc-uri", "jdbc:postgresql://u:" + password + "@h:x/db?password=" + password);
    return created(mdb, values);
  }

  private static TestMemoryDatabase created(TestMemoryDatabase mdb, Map<String, String> values) {
    namespace.secret(mdb.name() + "-staging", values);
    return mdb.create("1", Sql.upTo(1));
  }

  /** The right password, and a failure in the database itself. */
  @Test
  void isToldInNoFailedMigration() {
    String password = "it's \"" + CORE + "\" \\ %s";
    TestMemoryDatabase mdb = namespace.memoryDatabase("recall");
    Map<String, String> values = Resources.secretValues(mdb.staging());
    values.put("password", password);
    PostgresServer.shared(18)
        .admin()
        .execute(
            "ALTER ROLE \"%s\" PASSWORD '%s'"
                .formatted(mdb.staging().user(), password.replace("'", "''")));

    namespace.secret("recall-staging", values);
    mdb.create("2", Sql.with(Sql.upTo(1), Sql.V2, "SELECT * FROM app.nowhere;"));
    mdb.awaitReason("MigrationFailed");

    assertSilent(mdb);
    assertThat(
            admin(mdb)
                .column("SELECT to_json(s)::text || to_json(r) FROM memdb.step s, memdb.run r"))
        .isNotEmpty()
        .noneMatch(row -> row.contains(CORE));
    assertThat(log.lines()).isNotEmpty().noneMatch(l -> l.contains(CORE));
  }

  private static TestDatabase admin(TestMemoryDatabase mdb) {
    return PostgresServer.shared(18).adminOf(mdb.staging().name());
  }

  private static void assertSilent(TestMemoryDatabase mdb) {
    assertThat(Serialization.asYaml(mdb.get())).doesNotContain(CORE);
    assertThat(Serialization.asYaml(mdb.events())).doesNotContain(CORE);
  }
}
