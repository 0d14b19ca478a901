package dev.memdb.backfill;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private static final int RETRIES = 8;

  /** So often a row that somebody holds is waited for; then it is left to the sweep. */
  private static final int WAITS = 2;

  private final Batch batch;
  private final FailingRows failing;
  private final HeldRows held;
  private final Segment segment;
  private final Pages pages;
  private final Pace pace;
  private final List<String> skipped = new ArrayList<>();

  SegmentWorker(
      Batch batch, FailingRows failing, HeldRows held, Segment segment, Pages pages, Pace pace) {
    this.batch = batch;
    this.failing = failing;
    this.held = held;
    this.segment = segment;
    this.pages = pages;
    this.pace = pace;
  }

  /**
   * Works until the segment is done.
   *
   * @return false: a batch wrote nothing, and the tables tell why
   */
  boolean work() throws SQLException, InterruptedException {
    Layout layout = pages.layout();
    long window = window();
    Batch.Cursor at = new Batch.Cursor(segment.start(), segment.start(), 0, segment.start());
    int tries = 0;
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
        recover(at, to, e, tries++);
        continue; // from the same block again: smaller, or without the rows that fail
      }
      if (result.isEmpty()) {
        return false;
      }
      tries = 0;
      pages.saw(at.pass(), layout, result.get().hotShare());
      if (done) {
        return true;
      }
      if (windowDone) {
        skipped.clear();
        pages.windowDone();
        layout = pages.layout();
        window = window();
      }
      at = after;
    }
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
    Optional<Batch.Result> result = batch.run(at, to, layout, skipped, after, done);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    if (result.isPresent()) {
      pace.after(at.pass(), to - at.next(), took, result.get());
    }
    return result;
  }

  private void recover(Batch.Cursor at, long to, SQLException e, int tries)
      throws SQLException, InterruptedException {
    if (DataError.is(e)) {
      skipped.addAll(failing.find(at.next(), to, e));
    } else if (Yields.toLock(e)) {
      pace.size().halve(at.pass());
      passOver(at.next(), to, tries);
    } else if (Yields.otherwise(e) && tries < RETRIES) {
      pace.size().halve(at.pass());
      pace.giveWay(tries);
    } else {
      throw e;
    }
  }

  /** The application goes first; what it holds for longer does not keep the other rows. */
  private void passOver(long from, long to, int tries) throws SQLException, InterruptedException {
    if (tries < WAITS) {
      pace.giveWay(tries);
      return;
    }
    List<String> rows = held.in(from, to);
    skipped.addAll(rows);
    if (rows.isEmpty()) {
      pace.waitFor(segment.relation() + " is locked by " + held.tableHolder(), tries);
    }
  }
}
