package dev.memdb.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {
  private static final double PAGE = 8168;

  private static Shape shape(int rows, double added, double free, int indexes) {
    double bytes = (PAGE - free) / rows - Shape.LINE;
    return Shape.of(rows, bytes, added, PAGE, indexes);
  }

  /** How many rows of a page find no room on it, by the arithmetic of a page. */
  private static int moved(Shape shape, Layout layout) {
    double room = shape.free();
    int moved = 0;
    for (int size : layout.sizes()) {
      double taken = shape.rowBytes() + shape.added() + Shape.LINE;
      int inPlace = (int) Math.min(size, room / taken);
      moved += size - inPlace;
      room += (size - inPlace) * shape.rowBytes() - inPlace * (shape.added() + Shape.LINE);
    }
    return moved;
  }

  /** As measured on pages of 37 rows of 216 bytes: 81 % are updated in place. */
  @Test
  void eachPassTakesWhatTheOneBeforeHasMadeRoomFor() {
    Shape shape = Shape.of(36.99, 216, 32, PAGE, 4);
    Layout layout = Layout.of(shape);
    assertThat(layout).isEqualTo(new Layout(37, List.of(7, 6, 5, 4, 3, 3, 3, 2, 2, 2)));
    assertThat(moved(shape, layout)).isEqualTo(7);
  }

  @ParameterizedTest(name = "{0} rows a page that grow by {1} bytes, {2} bytes free, {3} indexes")
  @CsvSource({
    "37, 32, 0, 4, 8",
    "37, 32, 1600, 4, 1",
    "37, 0, 0, 4, 5",
    "100, 8, 0, 10, 10",
    "8, 8, 0, 3, 2",
    "2, 8, 0, 3, 1"
  })
  void fewRowsFindNoRoom(int rows, double added, double free, int indexes, int most) {
    Shape shape = shape(rows, added, free, indexes);
    assertThat(moved(shape, Layout.of(shape))).isBetween(0, most);
  }

  @ParameterizedTest(name = "{0} rows a page that grow by {1}")
  @CsvSource({"37, 32", "250, 8", "5, 8", "3, 400"})
  void thePassesTakeEachRowOnce(int rows, double added) {
    Layout layout = Layout.of(shape(rows, added, 0, 4));
    assertThat(layout.sizes().stream().mapToInt(Integer::intValue).sum()).isEqualTo(rows);
    BitSet taken = new BitSet();
    for (int pass = 0; pass < layout.passes(); pass++) {
      BitSet lines = BitSet.valueOf(layout.lines(pass));
      assertThat(lines.intersects(taken)).isFalse();
      taken.or(lines);
    }
    assertThat(taken.cardinality()).isEqualTo(256);
  }

  /** An insert that is cheaper is not worth as many passes. */
  @Test
  void indexesMakeMorePassesWorthwhile() {
    int none = Layout.of(shape(37, 32, 0, 0)).passes();
    assertThat(none).isLessThan(Layout.of(shape(37, 32, 0, 8)).passes());
  }

  @Test
  void aRowAPageIsOnePlainPass() {
    assertThat(Layout.of(shape(1, 8, 0, 4))).isEqualTo(Layout.PLAIN);
    assertThat(Layout.PLAIN.passes()).isEqualTo(1);
    assertThat(Layout.PLAIN.isLast(0)).isTrue();
  }

  /** Rows of 2.5 kB whose text is stored elsewhere are measured with it. */
  @Test
  void whatIsStoredElsewhereTakesNoRoomOnThePage() {
    Shape shape = Shape.of(90, 2500, 8, PAGE, 1);
    assertThat(shape.rowBytes()).isEqualTo(80);
  }
}
