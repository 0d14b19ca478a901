package dev.memdb.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * The kill test of backfills itself works; {@code hack/kill-test --backfill 100} is the real one.
 */
final class FillKillTestIT {
  /** Rewrites a partition, kills a worker and freezes one, soon after each other. */
  private static final long SEED = 11586;

  @Test
  void noRowIsMissedFilledTwiceOrLeftStale() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    boolean clean =
        FillKillTest.run(1, SEED, true, new PrintStream(printed, true, StandardCharsets.UTF_8));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertThat(clean).as(text).isTrue();
    assertThat(text)
        .containsPattern("hits=\\[[A-Z]")
        .endsWith("cycles=1 rows_missed=0 rows_twice=0 rows_stale=0 stuck=0\n");
  }
}
