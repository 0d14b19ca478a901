package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagesTest {
  private final Pages pages = new Pages(new Layout(16, 3), 1000);

  private void window(double hot) {
    pages.saw(1, pages.layout(), hot);
    pages.windowDone();
  }

  @Test
  void whatWorksIsKept() {
    window(0.95);
    window(0.97);
    assertThat(pages.layout()).isEqualTo(new Layout(16, 3));
  }

  @Test
  void tooLittleRoomMakesTheFirstPassLarger() {
    window(0.7);
    assertThat(pages.layout()).isEqualTo(new Layout(16, 4));
    for (int i = 0; i < 20; i++) {
      window(0.7);
    }
    assertThat(pages.layout()).as("not more than half").isEqualTo(new Layout(16, 8));
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
    assertThat(pages.layout().classes()).isEqualTo(16);
    window(0.0);
    assertThat(pages.layout()).isEqualTo(Layout.PLAIN);
  }

  @Test
  void aShareThatIsNotKnownSaysNothing() {
    window(Double.NaN);
    assertThat(pages.layout()).isEqualTo(new Layout(16, 3));
  }
}
