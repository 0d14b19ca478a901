package dev.memdb.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class ConnectExceptionTest {
  private static final Endpoint ENDPOINT =
      new Endpoint("db", 5432, "recall", "app", "pa55word", new Tls("disable", null));

  /** Settings of ours that only 14 and later know travel in the startup packet. */
  @Test
  void anUnknownSettingMeansAnOldServer() {
    ConnectException e =
        refusal("42704", "unrecognized configuration parameter \"idle_session_timeout\"");

    assertThat(e.reason()).isEqualTo(Reason.SERVER_TOO_OLD);
    assertThat(e).hasMessageContaining("older than PostgreSQL 14");
  }

  @Test
  void aServerThatStartsIsUnreachableForAMoment() {
    ConnectException e = refusal("57P03", "the database system is starting up");

    assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(e).hasMessageContaining("is starting up or shutting down");
    assertThat(e.answered()).isTrue();
  }

  /** Not even when the server repeats it. */
  @Test
  void aPasswordIsNeverShown() {
    assertThat(refusal("28P01", "wrong: pa55word").getMessage()).doesNotContain("pa55word");
    assertThat(refusal("XX000", "wrong: pa55word").getMessage()).doesNotContain("pa55word");
    assertThat(ENDPOINT.toString()).doesNotContain("pa55word");
  }

  private static ConnectException refusal(String state, String message) {
    return ConnectException.of(
        new PSQLException(
            new ServerErrorMessage("SFATAL\0VFATAL\0C" + state + "\0M" + message + "\0")),
        ENDPOINT);
  }
}
