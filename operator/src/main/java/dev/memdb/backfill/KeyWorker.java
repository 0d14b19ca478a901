package dev.memdb.backfill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Works through a table whose access method is not heap, in the order of its primary key: what its
 * places mean, and whether ranges of them can be read, only that method knows.
 */
final class KeyWorker {
  /** So many rows stand for a block where the size of a batch is counted in blocks. */
  private static final int ROWS = 16;

  private final KeyBatch batch;
  private final FailingRows failing;
  private final Segment segment;
  private final Pace pace;
  private final Recovery recovery;

  KeyWorker(KeyBatch batch, FailingRows failing, HeldRows held, Segment segment, Pace pace) {
    this.batch = batch;
    this.failing = failing;
    this.segment = segment;
    this.pace = pace;
    this.recovery = new Recovery(held, pace, segment.relation());
  }

  /**
   * Works until the table is done.
   *
   * @return false: a batch wrote nothing, and the tables tell why
   */
  boolean work() throws SQLException, InterruptedException {
    List<String> after = segment.key();
    while (true) {
      int blocks = pace.size().next(0);
      List<String> upTo = batch.bound(after, blocks * ROWS);
      Optional<Batch.Result> result;
      long start = System.nanoTime();
      try {
        result = batch.run(after, upTo, recovery.skipped());
      } catch (SQLException e) {
        Range range = batch.range(after, upTo);
        recovery.from(e, 0, range, failure -> failing.findAmong(batch.open(range), failure));
        continue;
      }
      if (result.isEmpty()) {
        return false;
      }
      pace.after(0, blocks, Duration.ofNanos(System.nanoTime() - start), result.get());
      if (upTo.isEmpty()) {
        return true;
      }
      recovery.cameThrough();
      recovery.forget();
      after = upTo;
    }
  }
}
