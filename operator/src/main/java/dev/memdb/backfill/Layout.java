package dev.memdb.backfill;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How the rows of a page are divided among the passes over it. Rows are told apart by their line
 * pointer modulo {@link #classes}; the first pass takes {@link #first} classes, each further one
 * takes one, and the last takes whatever is left, whichever its class.
 *
 * <p>Why: on a page without free space no update is HOT, so that each row costs an insert into
 * every index. What the first pass leaves behind is dead when the second one comes: PostgreSQL
 * prunes it, and the following rows are updated in place. The first pass is as large as the growth
 * of the remaining rows needs (docs/backfill.md).
 *
 * @param classes how many; 1: one plain pass
 * @param first how many classes the first pass takes
 */
record Layout(int classes, int first) {
  static final Layout PLAIN = new Layout(1, 1);
  private static final int MOST = 16;
  private static final int LEAST = 4;

  /**
   * The layout for a table.
   *
   * @param rowsPerPage as sampled
   * @param growth how much a row grows, as a fraction of its size
   */
  static Layout of(double rowsPerPage, double growth) {
    int classes = (int) Math.max(LEAST, Math.min(MOST, Math.floor(rowsPerPage)));
    double g = Math.max(0, growth);
    int first = (int) Math.round((1 + g + classes * g) / (1 + g));
    return new Layout(classes, Math.max(1, Math.min(classes, first)));
  }

  /** How many passes there are. */
  int passes() {
    return classes == 1 ? 1 : classes - first + 1;
  }

  boolean isLast(int pass) {
    return pass >= passes() - 1;
  }

  /** The classes of a pass that is not the last, as an array of PostgreSQL. */
  String of(int pass) {
    int from = pass == 0 ? 0 : first + pass - 1;
    return IntStream.range(from, first + pass)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A first pass of another size. */
  Layout withFirst(int size) {
    return new Layout(classes, Math.max(1, Math.min(classes - 1, size)));
  }
}
