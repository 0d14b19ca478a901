package dev.memdb.backfill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Works through one segment: window by window, in each window pass by pass, in each pass batch by
 * batch. A window is finished before the next one begins, so that its pages are still in memory and
 * what an earlier pass left dead is prunable when the next one comes.
 */
final class SegmentWorker {
  /** So long a pass of a window takes at least: transactions of others end meanwhile. */
  private static final double WINDOW_MILLIS = 200;

  /** And so many batches: enough for what one of them has left behind to be old for the next. */
  private static final int BATCHES_IN_WINDOW = 4;

  private static final int SMALLEST_WINDOW = 64;

  private final Batch batch;
  private final FailingRows failing;
  private final Segment segment;
  private final Pages pages;
  private final Pace pace;
  private final HintBits hints;
  private final Recovery recovery;

  SegmentWorker(
      Batch batch,
      FailingRows failing,
      HeldRows held,
      Segment segment,
      Pages pages,
      Pace pace,
      HintBits hints) {
    this.batch = batch;
    this.failing = failing;
    this.segment = segment;
    this.pages = pages;
    this.pace = pace;
    this.hints = hints;
    this.recovery = new Recovery(held, pace, segment.relation());
  }

  /**
   * Works until the segment is done.
   *
   * @return false: a batch wrote nothing, and the tables tell why
   */
  boolean work() throws SQLException, InterruptedException {
    Layout layout = pages.layout();
    long window = window();
    long unread = segment.start();
    Batch.Cursor at = new Batch.Cursor(segment.start(), segment.start(), 0, segment.start());
    while (true) {
      long windowEnd = Math.min(segment.end(), at.windowStart() + window);
      long to = Math.min(windowEnd, at.next() + pace.size().next(at.pass()));
      boolean windowDone = to >= windowEnd && layout.isLast(at.pass());
      Batch.Cursor after = after(at, to, windowEnd, windowDone);
      boolean done = windowDone && windowEnd >= segment.end();
      Optional<Batch.Result> result;
      try {
        result = batch(at, to, layout, after, done);
      } catch (SQLException e) {
        long from = at.next();
        recovery.from(
            e, at.pass(), Range.blocks(from, to), failure -> failing.find(from, to, failure));
        continue; // from the same block again: smaller, or without the rows that fail
      }
      if (result.isEmpty()) {
        return false;
      }
      recovery.cameThrough();
      pages.saw(at.pass(), layout, result.get().hotShare());
      if (done) {
        hints.set(unread, segment.end());
        return true;
      }
      if (windowDone) {
        // not yet this window: what has just been committed is not in the WAL's file
        read(unread, at.windowStart(), result.get());
        unread = at.windowStart();
        recovery.forget();
        pages.windowDone();
        layout = pages.layout();
        window = window();
      }
      at = after;
    }
  }

  private void read(long from, long to, Batch.Result last)
      throws SQLException, InterruptedException {
    Duration took = hints.set(from, to);
    pace.pause(took, last.dutyMax(), last.wal());
  }

  private long window() {
    double batches = Math.max(BATCHES_IN_WINDOW, WINDOW_MILLIS / pace.targetMillis());
    long wanted = (long) (batches * pace.size().next(0));
    return Math.max(SMALLEST_WINDOW, Math.min(pages.largestWindow(), wanted));
  }

  private static Batch.Cursor after(Batch.Cursor at, long to, long windowEnd, boolean windowDone) {
    if (windowDone) {
      return new Batch.Cursor(windowEnd, windowEnd, 0, windowEnd);
    }
    return to >= windowEnd
        ? new Batch.Cursor(at.windowStart(), windowEnd, at.pass() + 1, at.windowStart())
        : new Batch.Cursor(at.windowStart(), windowEnd, at.pass(), to);
  }

  private Optional<Batch.Result> batch(
      Batch.Cursor at, long to, Layout layout, Batch.Cursor after, boolean done)
      throws SQLException, InterruptedException {
    long start = System.nanoTime();
    Optional<Batch.Result> result = batch.run(at, to, layout, recovery.skipped(), after, done);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (result.isPresent()) {
      pace.after(at.pass(), to - at.next(), took, result.get());
    }
    return result;
  }
}
