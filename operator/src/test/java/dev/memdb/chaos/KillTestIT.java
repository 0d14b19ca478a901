package dev.memdb.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.ApiServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The kill test itself works; {@code hack/kill-test 200} is the real one. */
final class KillTestIT {
  /** Ends backends and crashes PostgreSQL; what is done to operators takes longer. */
  private static final long SEED = 172081658;

  @Test
  void nothingIsLostDoneTwiceOrStuck() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    boolean clean =
        KillTest.run(
            ApiServer.shared(),
            2,
            SEED,
            false,
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(clean).as(text).isTrue();
    assertThat(text).contains("cycles=2 lost=0 double=0 stuck=0 recovered_p95_s=");
  }
}
