package dev.memdb.backfill;

/**
 * How the pages of a table are gone through, as it shows itself to be right. Where even later
 * passes find no room, something holds back pruning (an old snapshot, a replication slot) or an
 * index knows the column: then one plain pass is cheaper, and the other way is tried again after a
 * while.
 */
final class Pages {
  /** Below this share of updates in place a pass has gained nothing. */
  private static final double GAIN = 0.3;

  /** Above this it need not be better. */
  private static final double GOOD = 0.9;

  private static final int WINDOWS_WITHOUT_GAIN = 3;
  private static final int PLAIN_WINDOWS = 50;

  private final long largestWindow;
  private Shape shape;
  private Layout layout;
  private double sum;
  private int samples;
  private int withoutGain;
  private int plainLeft;

  /**
   * @param shape as sampled
   * @param largestWindow in blocks
   */
  Pages(Shape shape, long largestWindow) {
    this.shape = shape;
    this.layout = Layout.of(shape);
    this.largestWindow = largestWindow;
  }

  Layout layout() {
    return layout;
  }

  long largestWindow() {
    return largestWindow;
  }

  /** A batch of a later pass tells how well the first one has made room. */
  void saw(int pass, Layout with, double hotShare) {
    if (pass > 0 && with.classes() > 1 && !Double.isNaN(hotShare)) {
      sum += hotShare;
      samples++;
    }
  }

  /** The next window may be gone through in another way. */
  void windowDone() {
    if (layout.classes() == 1) {
      plainLeft--;
      if (plainLeft <= 0) {
        layout = Layout.of(shape);
      }
      return;
    }
    if (samples == 0) {
      return;
    }
    double share = sum / samples;
    sum = 0;
    samples = 0;
    withoutGain = share < GAIN ? withoutGain + 1 : 0;
    if (withoutGain >= WINDOWS_WITHOUT_GAIN) {
      withoutGain = WINDOWS_WITHOUT_GAIN - 1; // one more such window is enough after a new try
      plainLeft = PLAIN_WINDOWS;
      layout = Layout.PLAIN;
    } else if (share < GOOD) {
      shape = shape.tighter();
      layout = Layout.of(shape);
    }
  }
}
