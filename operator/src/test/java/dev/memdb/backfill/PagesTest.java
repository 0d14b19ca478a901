package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesTest {
  private static final Shape SHAPE = Shape.of(37, 216, 32, 8168, 4);

  private final Pages pages = new Pages(SHAPE, 1000);

  private void window(double hot) {
    pages.saw(1, pages.layout(), hot);
    pages.windowDone();
  }

  @Test
  void whatWorksIsKept() {
    window(0.95);
    window(0.97);
    assertThat(pages.layout()).isEqualTo(Layout.of(SHAPE));
  }

  @Test
  void tooLittleRoomMakesTheFirstPassLarger() {
    int before = pages.layout().sizes().get(0);
    for (int i = 0; i < 3; i++) {
      window(0.7);
    }
    assertThat(pages.layout().sizes().get(0)).isGreaterThan(before);
  }

  @Test
  void withoutGainItIsOnePlainPassAndTriedAgainLater() {
    for (int i = 0; i < 3; i++) {
      window(0.0);
    }
    assertThat(pages.layout()).isEqualTo(Layout.PLAIN);
    for (int i = 0; i < 50; i++) {
      window(0.0);
    }
    assertThat(pages.layout().classes()).isEqualTo(37);
    window(0.0);
    assertThat(pages.layout()).isEqualTo(Layout.PLAIN);
  }

  @Test
  void aShareThatIsNotKnownSaysNothing() {
    window(Double.NaN);
    assertThat(pages.layout()).isEqualTo(Layout.of(SHAPE));
  }
}
