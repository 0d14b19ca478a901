package dev.memdb.backfill;

/**
 * What the pages of a table look like.
 *
 * @param rows on a page
 * @param rowBytes of one, with alignment
 * @param added bytes that the new values add to one, with alignment
 * @param free bytes of a page
 * @param indexes into which a row that finds no room on its page is inserted anew
 */
record Shape(int rows, double rowBytes, double added, double free, int indexes) {
  /** What a line pointer takes (ItemIdData). */
  static final int LINE = 4;

  /** MAXALIGN: what one row more or less of growth is. */
  private static final int STEP = 8;

  /**
   * As sampled. Rows whose values are stored elsewhere are measured with them: then the page itself
   * tells how large they can be.
   *
   * @param rows on a page, on average
   * @param usable bytes of a page
   */
  static Shape of(double rows, double rowBytes, double added, double usable, int indexes) {
    int count = (int) Math.max(1, Math.min(Layout.MOST_CLASSES, Math.round(rows)));
    double most = Math.floor((usable / Math.max(1, rows) - LINE) / STEP) * STEP;
    double bytes = Math.max(STEP, Math.min(rowBytes, most));
    return new Shape(count, bytes, added, Math.max(0, usable - rows * (bytes + LINE)), indexes);
  }

  /** The same where it has shown that there is less room. */
  Shape tighter() {
    return new Shape(rows, rowBytes, added + STEP, free, indexes);
  }
}
