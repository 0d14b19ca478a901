package dev.memdb.backfill;

/**
 * How many blocks one batch takes, so that it lasts about as long as wanted: nobody waits longer
 * for a row than its batch lasts. The first pass writes far more per block than the others, so each
 * kind has an estimate of its own. Slower is believed sooner than faster.
 */
final class BatchSize {
  private static final int LEAST = 8;
  private static final int MOST = 8192;

  private final double[] millisPerBlock = {-1, -1};
  private final int[] blocks = {LEAST, LEAST};

  private static int kind(int pass) {
    return pass == 0 ? 0 : 1;
  }

  /** Blocks of the next batch. */
  int next(int pass) {
    return blocks[kind(pass)];
  }

  /**
   * A batch has ended.
   *
   * @param took milliseconds in the server
   * @param target milliseconds that are wanted
   */
  void took(int pass, long done, double took, double target) {
    if (done <= 0) {
      return;
    }
    int kind = kind(pass);
    double seen = Math.max(took, 0.01) / done;
    double known = millisPerBlock[kind];
    double weight = seen > known ? 0.5 : 0.2;
    millisPerBlock[kind] = known < 0 ? seen : weight * seen + (1 - weight) * known;
    double wanted = target / millisPerBlock[kind];
    double bounded = Math.max(blocks[kind] * 0.5, Math.min(blocks[kind] * 1.5 + 1, wanted));
    blocks[kind] = (int) Math.max(LEAST, Math.min(MOST, bounded));
  }

  /** A batch was cut off: somebody holds a row, or it took too long. */
  void halve(int pass) {
    int kind = kind(pass);
    blocks[kind] = Math.max(LEAST, blocks[kind] / 2);
  }
}
