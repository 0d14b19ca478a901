package dev.memdb.backfill;

/** Places of rows, numbered through: each block has {@link #LINES} of them. */
final class Tid {
  /** No page has more rows (MaxHeapTuplesPerPage of 32 kB pages, rounded up). */
  static final int LINES = 2048;

  private Tid() {}

  /** The first place of a block, as PostgreSQL writes it. */
  static String block(long block) {
    return "(" + block + ",0)";
  }

  /** A place by its number. */
  static String text(long number) {
    return "(" + number / LINES + "," + number % LINES + ")";
  }

  /** The number of a place, as PostgreSQL writes it. */
  static long number(String text) {
    int comma = text.indexOf(',');
    return Long.parseLong(text.substring(1, comma)) * LINES
        + Long.parseLong(text.substring(comma + 1, text.length() - 1));
  }
}
