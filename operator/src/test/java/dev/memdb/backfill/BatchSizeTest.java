package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchSizeTest {
  private static final double TARGET = 50;

  private final BatchSize size = new BatchSize();

  private void batches(int count, int pass, double millisPerBlock) {
    for (int i = 0; i < count; i++) {
      int blocks = size.next(pass);
      size.took(pass, blocks, blocks * millisPerBlock, TARGET);
    }
  }

  @Test
  void growsUntilABatchLastsAsLongAsWanted() {
    batches(20, 0, 0.25);
    assertThat(size.next(0)).isBetween(190, 200);
  }

  @Test
  void eachKindOfPassHasItsOwn() {
    batches(20, 0, 0.5);
    batches(20, 3, 0.1);
    assertThat(size.next(0)).isBetween(95, 100);
    assertThat(size.next(7)).isBetween(475, 500);
  }

  @Test
  void slownessIsBelievedAtOnce() {
    batches(20, 0, 0.25);
    batches(1, 0, 5);
    assertThat(size.next(0)).as("at most halved at a time").isBetween(95, 100);
    batches(3, 0, 5);
    assertThat(size.next(0)).isLessThan(20);
  }

  @Test
  void isNeverTooSmallToGetOn() {
    batches(20, 0, 1000);
    assertThat(size.next(0)).isEqualTo(8);
    size.halve(0);
    assertThat(size.next(0)).isEqualTo(8);
  }
}
