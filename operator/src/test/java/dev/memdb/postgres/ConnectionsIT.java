package dev.memdb.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.memdb.api.Reason;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses are judged where the socket connects, after the name was resolved. */
class ConnectionsIT {
  private static final SessionSettings SETTINGS =
      new SessionSettings("test", Duration.ofSeconds(1), Duration.ofSeconds(1), List.of());

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "127.1", "2130706433", "::1", "0.0.0.0"})
  void loopbackIsRefusedUnderEveryName(String host) {
    assertThat(refused(host, PostgresServer.shared(18).port()).reason())
        .isEqualTo(Reason.ADDRESS_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "fd00:ec2::254", "100.100.100.200"})
  void metadataServicesAreRefused(String host) {
    assertThat(refused(host, 80).getMessage())
        .contains("loopback, link-local or metadata address")
        .doesNotContain("pa55word");
  }

  /** What a driver throws may hold what must not be logged. */
  @Test
  void aRefusalHasNoCause() {
    ConnectException refused = refused("127.0.0.1", PostgresServer.shared(18).port());

    assertThat(refused).hasNoCause();
    assertThat(refused.getSuppressed()).isEmpty();
  }

  private static ConnectException refused(String host, int port) {
    TestDatabase d = PostgresServer.shared(18).admin();
    Endpoint endpoint =
        new Endpoint(host, port, d.name(), d.user(), "pa55word", new Tls("disable", null));
    return catchThrowableOfType(
        ConnectException.class,
        () -> new Connections(new AddressPolicy(false)).open(endpoint, SETTINGS).close());
  }
}
