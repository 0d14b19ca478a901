package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.SharedOperator;
import dev.memdb.testkit.TestDatabase;
import dev.memdb.testkit.TestMemoryDatabase;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be done is refused with a reason and the next step, and nothing is changed. */
class RefusalsIT {
  @RegisterExtension static final SharedOperator OPERATOR = new SharedOperator();

  private static int names;

  @Test
  void aTargetThatDoesNotExist() {
    TestMemoryDatabase mdb = fresh().create("9", Sql.upTo(2));

    mdb.awaitReason("TargetVersionNotFound");

    assertThat(mdb.message()).contains("\"9\"", "latest version is 2", "spec.targetVersion");
    assertUntouched(mdb);
  }

  @Test
  void aSecretThatDoesNotExist() {
    TestMemoryDatabase mdb = fresh();
    OPERATOR.namespace().deleteSecret(mdb.name() + "-staging");

    mdb.create("1", Sql.upTo(1)).awaitReason("SecretNotFound");

    assertThat(mdb.message()).contains(mdb.name() + "-staging", "Create it");
    assertUntouched(mdb);
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          password | -                                  | SecretInvalid        | key password is missing
          host     | -                                  | SecretInvalid        | key host is missing
          password | wrong                              | AuthenticationFailed | Correct username and password
          username | nobody                             | AuthenticationFailed | Correct username and password
          username | o'; DROP ROLE x; --                | AuthenticationFailed | Correct username and password
          dbname   | nowhere                            | DatabaseNotFound     | correct dbname in the Secret
          dbname   | postgres?sslmode=disable           | DatabaseNotFound     | correct dbname in the Secret
          dbname   | x&options=-c%20role=postgres       | DatabaseNotFound     | correct dbname in the Secret
          port     | 1                                  | Unreachable          | Tried again every few seconds
          port     | 5432;x                             | SecretInvalid        | key port is no number
          port     | 5432/x                             | SecretInvalid        | key port is no number
          port     | 0                                  | SecretInvalid        | key port is no number
          host     | nowhere.invalid                    | Unreachable          | does not resolve
          host     | a,b                                | SecretInvalid        | key host is no host name
          host     | localhost/x?socketFactory=Evil     | SecretInvalid        | key host is no host name
          host     | user:pw@localhost                  | SecretInvalid        | key host is no host name
          host     | localhost#x                        | SecretInvalid        | key host is no host name
          host     | /var/run/postgresql                | SecretInvalid        | key host is no host name
          host     | 169.254.169.254                    | AddressRefused       | Correct the host in the Secret
          host     | 0.0.0.0                            | AddressRefused       | Correct the host in the Secret
          host     | ::ffff:169.254.169.254             | AddressRefused       | Correct the host in the Secret
          """)
  void aSecretThatLeadsNowhere(String key, String value, String reason, String words) {
    TestMemoryDatabase mdb = fresh();
    secret(mdb, key, value);

    mdb.create("1", Sql.upTo(1)).awaitReason(reason);

    assertThat(mdb.message()).contains("staging", words);
    mdb.awaitEvent(reason);
    assertUntouched(mdb);
  }

  private static void secret(TestMemoryDatabase mdb, String key, String value) {
    Map<String, String> values = Resources.secretValues(mdb.staging());
    if (value == null) {
      values.remove(key);
    } else {
      values.put(key, value);
    }
    OPERATOR.namespace().secret(mdb.name() + "-staging", values);
  }

  @Test
  void hostileNamesAreJustNames() {
    PostgresServer server = PostgresServer.shared(18);
    TestDatabase staging = server.createDatabase("a'b?sslmode=x&c %41\\");
    TestMemoryDatabase mdb =
        OPERATOR.namespace().memoryDatabase("hostile-names", staging, server.createDatabase());

    mdb.create("1", Sql.upTo(1)).awaitReady();

    assertThat(staging.column("SELECT version FROM memdb.history")).containsExactly("1");
  }

  @Test
  void aHostileAnnotationIsJustText() {
    String hostile = "'); DROP SCHEMA app CASCADE; --";
    TestMemoryDatabase mdb = fresh().create("1", Sql.upTo(2));
    mdb.awaitReady();

    mdb.annotate("memdb.dev/requested-at", hostile).target("2").awaitReady();

    assertThat(mdb.staging().value("SELECT request FROM memdb.run ORDER BY started_at DESC"))
        .isEqualTo("2/" + hostile);
    assertThat(mdb.staging().value("SELECT count(*) FROM app.memory")).isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1; DROP SCHEMA app", "1'", "latest", "-1"})
  void aTargetThatIsNoVersion(String target) {
    TestMemoryDatabase mdb = fresh();

    assertThatThrownBy(() -> mdb.create(target, Sql.upTo(1)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("targetVersion is made of digits and dots");
  }

  @Test
  void brokenOnesDoNotDisturbTheirNeighbour() {
    for (String port : new String[] {"1", "x", "5432;x"}) {
      TestMemoryDatabase broken = fresh();
      secret(broken, "port", port);
      broken.create("1", Sql.upTo(1));
    }
    TestMemoryDatabase badFile = fresh().create("1", Map.of("V1__bad.sql", "SELECT 1/0;"));
    TestMemoryDatabase noFile = fresh().create("1");

    fresh().create("3", Sql.upTo(3)).awaitReady();

    badFile.awaitReason("MigrationFailed");
    noFile.awaitReason("AwaitingSource");
  }

  private static synchronized TestMemoryDatabase fresh() {
    return OPERATOR.namespace().memoryDatabase("r" + ++names);
  }

  private static void assertUntouched(TestMemoryDatabase mdb) {
    String made =
        "SELECT count(*) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%'"
            + " AND nspname NOT IN ('public', 'information_schema')";
    assertThat(mdb.staging().value(made)).isEqualTo("0");
    assertThat(mdb.production().value(made)).isEqualTo("0");
  }
}
