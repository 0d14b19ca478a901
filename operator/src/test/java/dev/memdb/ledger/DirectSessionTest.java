package dev.memdb.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.memdb.api.Reason;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import org.junit.jupiter.api.Test;

class DirectSessionTest {
  private static final Endpoint ENDPOINT =
      new Endpoint("db", 5432, "recall", "app", "p", new Tls("disable", null));

  @Test
  void refusesWhatIsOlderThan14() {
    ConnectException refused =
        catchThrowableOfType(
            ConnectException.class,
            () -> DirectSession.refuseOld(server(130_016, "13.16"), ENDPOINT));

    assertThat(refused.reason()).isEqualTo(Reason.SERVER_TOO_OLD);
    assertThat(refused).hasMessageContaining("db:5432/recall runs PostgreSQL 13.16");
  }

  @Test
  void takes14AndWhatComesAfterIt() {
    assertThatCode(() -> DirectSession.refuseOld(server(140_000, "14beta1"), ENDPOINT))
        .doesNotThrowAnyException();
    assertThatCode(() -> DirectSession.refuseOld(server(190_000, "19.0"), ENDPOINT))
        .doesNotThrowAnyException();
  }

  private static Server server(int number, String version) {
    return new Server(number, version, 1, false, false);
  }
}
