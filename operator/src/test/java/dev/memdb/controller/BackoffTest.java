package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration LOCK = Duration.ofMillis(300);

  /** While one try waits, the application waits behind it. */
  @Test
  void aLockIsWaitedForAtMostATenthOfTheTime() {
    assertThat(pauses(Reason.LOCK_TIMEOUT_RETRYING))
        .allMatch(pause -> pause.compareTo(LOCK.multipliedBy(10)) >= 0);
  }

  @Test
  void pausesDoubleUpToALimit() {
    assertThat(pauses(Reason.LOCK_TIMEOUT_RETRYING))
        .startsWith(Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(12))
        .endsWith(Duration.ofMinutes(5), Duration.ofMinutes(5));
  }

  /** A database that is back is noticed within 5 s. */
  @Test
  void otherFailuresAreTriedAgainWithinFiveSeconds() {
    RandomGenerator random = new Random(1);
    for (int attempt = 1; attempt < 200; attempt++) {
      assertThat(Backoff.after(Reason.TRANSIENT_FAILURE_RETRYING, attempt, LOCK, random))
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
    }
  }

  /** Many that failed together do not come back together. */
  @Test
  void pausesDifferByUpToAQuarter() {
    RandomGenerator random = new Random(1);
    List<Duration> pauses =
        IntStream.range(0, 100)
            .mapToObj(i -> Backoff.after(Reason.LOCK_TIMEOUT_RETRYING, 1, LOCK, random))
            .toList();

    assertThat(pauses)
        .allMatch(p -> p.compareTo(Duration.ofSeconds(3)) >= 0)
        .allMatch(p -> p.compareTo(Duration.ofMillis(3750)) <= 0);
    assertThat(pauses.stream().distinct().count()).isGreaterThan(50);
  }

  private static List<Duration> pauses(Reason reason) {
    return IntStream.rangeClosed(1, 100)
        .mapToObj(attempt -> Backoff.after(reason, attempt, LOCK, () -> 0L))
        .toList();
  }
}
