package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  /** The first pass makes as much room as the growth of the others needs. */
  @ParameterizedTest(name = "{0} rows a page that grow by {1}")
  @CsvSource({"30, 0.12, 16, 3", "30, 0, 16, 1", "30, 1, 16, 9", "8, 0.1, 8, 2", "2, 0.1, 4, 1"})
  void theFirstPassIsAsLargeAsTheGrowthNeeds(double rows, double growth, int classes, int first) {
    assertThat(Layout.of(rows, growth)).isEqualTo(new Layout(classes, first));
  }

  @Test
  void thePassesBeforeTheLastTakeEachClassOnceAndLeaveOne() {
    for (int first = 1; first < 16; first++) {
      Layout layout = new Layout(16, first);
      List<Integer> taken = new ArrayList<>();
      for (int pass = 0; !layout.isLast(pass); pass++) {
        String classes = layout.of(pass);
        Arrays.stream(classes.substring(1, classes.length() - 1).split(",", -1))
            .map(Integer::valueOf)
            .forEach(taken::add);
      }
      assertThat(taken).isEqualTo(IntStream.range(0, 15).boxed().toList());
    }
  }

  @Test
  void aPlainPassIsOne() {
    assertThat(Layout.PLAIN.passes()).isEqualTo(1);
    assertThat(Layout.PLAIN.isLast(0)).isTrue();
  }
}
