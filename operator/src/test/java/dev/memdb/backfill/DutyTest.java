package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DutyTest {
  private static final Duration BATCH = Duration.ofMillis(50);

  @Test
  void halfOfTheTimeIsPausedAtFirst() {
    assertThat(new Duty(0.8).pauseAfter(BATCH, 0.8)).isEqualTo(BATCH);
  }

  @Test
  void healthRaisesItToWhatIsAllowed() {
    Duty duty = new Duty(0.8);
    duty.healthy(Duration.ofSeconds(2), 0.8);
    assertThat(duty.value()).isEqualTo(0.6);
    duty.healthy(Duration.ofMinutes(1), 0.8);
    assertThat(duty.value()).isEqualTo(0.8);
    assertThat(duty.pauseAfter(BATCH, 0.8).toMillis()).isEqualTo(12);
  }

  @Test
  void troubleLowersItAtOnceButNotToNothing() {
    Duty duty = new Duty(0.8);
    duty.trouble();
    assertThat(duty.value()).isEqualTo(0.35);
    for (int i = 0; i < 50; i++) {
      duty.trouble();
    }
    assertThat(duty.value()).isEqualTo(0.05);
  }

  @Test
  void aLowerLimitActsAtOnce() {
    Duty duty = new Duty(1);
    assertThat(duty.pauseAfter(BATCH, 1)).isZero();
    assertThat(duty.pauseAfter(BATCH, 0.25)).isEqualTo(Duration.ofMillis(150));
  }
}
