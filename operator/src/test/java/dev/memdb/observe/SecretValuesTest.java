package dev.memdb.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretValuesTest {
  private static final Tls TLS = new Tls("require", null);

  private static SecretValues secret(String... keysAndValues) {
    Map<String, String> data = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      byte[] value = keysAndValues[i + 1].getBytes(StandardCharsets.UTF_8);
      data.put(keysAndValues[i], Base64.getEncoder().encodeToString(value));
    }
    return new SecretValues("recall-staging-app", data);
  }

  private static void assertRefused(SecretValues secret, String words) {
    assertThatThrownBy(() -> secret.endpoint("ai", TLS))
        .isInstanceOf(ConnectionDataException.class)
        .hasMessageContaining("Secret recall-staging-app: " + words);
  }

  @Test
  void aHostWithoutADotIsAService() throws Exception {
    SecretValues cloudNativePg =
        secret(
            "host",
            "recall-rw",
            "port",
            "5432",
            "dbname",
            "recall",
            "username",
            "app",
            "password",
            "s3cret");

    Endpoint endpoint = cloudNativePg.endpoint("ai", TLS);

    assertThat(endpoint.host()).isEqualTo("recall-rw.ai.svc");
    assertThat(endpoint.port()).isEqualTo(5432);
    assertThat(endpoint.database()).isEqualTo("recall");
  }

  @Test
  void ofAUriOnlyHostPortAndDatabaseAreTaken() throws Exception {
    String uri = "jdbc:postgresql://db.example.com:6432/recall?socketFactory=Evil&user=x";

    Endpoint endpoint =
        secret("jdbc-uri", uri, "username", "app", "password", "s3cret").endpoint("ai", TLS);

    assertThat(endpoint.host()).isEqualTo("db.example.com");
    assertThat(endpoint.port()).isEqualTo(6432);
    assertThat(endpoint.database()).isEqualTo("recall");
    assertThat(endpoint.user()).isEqualTo("app");
  }

  @Test
  void everyMissingKeyIsNamed() {
    assertRefused(secret("host", "db.example.com"), "keys dbname, username, password are missing");
    assertRefused(
        secret("jdbc-uri", "jdbc:postgresql://h.example/d", "username", "app"),
        "key password is missing");
    assertRefused(
        secret("host", "h.example", "dbname", "", "username", "a", "password", "b"),
        "key dbname is empty");
  }

  @Test
  void aUriThatIsNoneIsNotShown() {
    assertRefused(
        secret("jdbc-uri", "postgres://app:s3cret@h/d", "username", "app", "password", "s3cret"),
        "key jdbc-uri is not of the form");
    assertThatThrownBy(
            () ->
                secret("jdbc-uri", "app:s3cret", "username", "app", "password", "s3cret")
                    .endpoint("ai", TLS))
        .hasMessageNotContaining("s3cret");
  }
}
