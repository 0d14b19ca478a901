package dev.memdb.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the rows of a page are divided among the passes over it. Rows are told apart by their line
 * pointer modulo {@link #classes}; each pass takes some classes, and the last takes whatever is
 * left, whichever its class.
 *
 * <p>Why: on a page without free space no update is HOT, so that each row costs an insert into
 * every index. What the first pass leaves behind is dead when the second one comes: PostgreSQL
 * prunes it, and as many rows as have room there are updated in place. Rows grow, so that each pass
 * finds a little less room than the one before (docs/backfill.md).
 *
 * @param classes how many; 1: one plain pass
 * @param sizes how many classes each pass takes; together all of them
 */
record Layout(int classes, List<Integer> sizes) {
  static final Layout PLAIN = new Layout(1, List.of(1));

  /** Line pointers are told apart by their low byte. */
  static final int MOST_CLASSES = 256;

  /**
   * What a row that is not updated in place costs more, in microseconds of CPU: the insert into the
   * table, and that into one index. And what a pass costs for each row that it only looks at.
   * Measured with PostgreSQL 18 (docs/benchmarks.md, backfill).
   */
  private static final double MOVED = 3;

  private static final double INDEXED = 4;
  private static final double LOOKED_AT = 0.18;

  Layout {
    sizes = List.copyOf(sizes);
  }

  /** A layout, and what it costs for a page in microseconds of CPU. */
  private record Priced(Layout layout, double cost) {}

  /** The cheapest layout for pages like these. */
  static Layout of(Shape shape) {
    if (shape.rows() == 1) {
      return PLAIN;
    }
    return IntStream.rangeClosed(1, shape.rows())
        .mapToObj(first -> priced(shape, first))
        .min((a, b) -> Double.compare(a.cost(), b.cost()))
        .map(Priced::layout)
        .orElse(PLAIN);
  }

  private static Priced priced(Shape shape, int first) {
    double taken = shape.rowBytes() + shape.added() + Shape.LINE;
    double growth = shape.added() + Shape.LINE;
    int inPlace = (int) Math.min(first, shape.free() / taken);
    int moved = first - inPlace;
    double room = shape.free() - inPlace * growth + moved * shape.rowBytes();
    List<Integer> sizes = new ArrayList<>(List.of(first));
    for (int left = shape.rows() - first; left > 0; ) {
      int fit = (int) Math.min(left, room / taken);
      if (fit == 0) { // from here on one pass for all the others
        moved += left;
        fit = left;
      }
      sizes.add(fit);
      room -= fit * growth;
      left -= fit;
    }
    double cost =
        moved * (MOVED + INDEXED * shape.indexes()) + sizes.size() * LOOKED_AT * shape.rows();
    return new Priced(sizes.size() == 1 ? PLAIN : new Layout(shape.rows(), sizes), cost);
  }

  /** How many passes there are. */
  int passes() {
    return sizes.size();
  }

  boolean isLast(int pass) {
    return pass >= passes() - 1;
  }

  /** The low bytes of line pointers that a pass takes: one bit each, the lowest first. */
  byte[] lines(int pass) {
    int from = sizes.subList(0, pass).stream().mapToInt(Integer::intValue).sum();
    int to = from + sizes.get(pass);
    byte[] bits = new byte[MOST_CLASSES / Byte.SIZE];
    for (int line = 0; line < MOST_CLASSES; line++) {
      int row = line % classes;
      if (row >= from && row < to) {
        bits[line / Byte.SIZE] |= (byte) (1 << line % Byte.SIZE);
      }
    }
    return bits;
  }
}
