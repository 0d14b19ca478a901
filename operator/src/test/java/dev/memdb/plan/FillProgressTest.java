package dev.memdb.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.backfill.BackfillState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Samples began 110 s before {@link Scene#NOW}. */
class FillProgressTest {
  @Test
  void isAnAverageOverAllTheTimePausesIncluded() {
    FillProgress progress = progress(250, 55_000, Duration.ZERO);

    assertThat(progress.percent()).isEqualTo(25);
    assertThat(progress.rowsPerSecond()).hasValue(500);
    assertThat(progress.remaining()).contains(Duration.ofSeconds(330));
    assertThat(progress.hotPercent()).hasValue(80);
  }

  @Test
  void promisesNothingBeforeSomethingIsKnown() {
    FillProgress progress = progress(0, 0, Duration.ZERO);

    assertThat(progress.percent()).isZero();
    assertThat(progress.rowsPerSecond()).isEmpty();
    assertThat(progress.remaining()).isEmpty();
    assertThat(progress.hotPercent()).isEmpty();
  }

  @Test
  void anAverageOfOneSecondIsNone() {
    assertThat(progress(10, 100, Duration.ofSeconds(-109)).remaining()).isEmpty();
  }

  @Test
  void pagesThatCameMeanwhileMakeNoMoreThanAllOfIt() {
    FillProgress progress = progress(1010, 100, Duration.ZERO);

    assertThat(progress.percent()).isEqualTo(100);
    assertThat(progress.remaining()).contains(Duration.ZERO);
  }

  private static FillProgress progress(long blocksDone, long rows, Duration later) {
    return FillProgress.of(
        Samples.state("6", BackfillState.Phase.FILLING, blocksDone, rows), Scene.NOW.plus(later));
  }
}
