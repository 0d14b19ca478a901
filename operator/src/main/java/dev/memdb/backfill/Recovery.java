package dev.memdb.backfill;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a batch that failed: it is tried again without the rows that fail, without those
 * that somebody holds for long, or smaller.
 */
final class Recovery {
  private static final int RETRIES = 8;

  /** So often a row that somebody holds is waited for; then it is left to the sweep. */
  private static final int WAITS = 2;

  private final HeldRows held;
  private final Pace pace;
  private final String relation;
  private final List<String> skipped = new ArrayList<>();
  private int tries;

  /** Finds the rows that are to blame. */
  interface Search {
    List<String> rows(SQLException failure) throws SQLException;
  }

  Recovery(HeldRows held, Pace pace, String relation) {
    this.held = held;
    this.pace = pace;
    this.relation = relation;
  }

  /** The places of rows that batches leave out. */
  List<String> skipped() {
    return skipped;
  }

  /** A batch came through. */
  void cameThrough() {
    tries = 0;
  }

  /** Everything is different from here on: places that were left out do not come again. */
  void forget() {
    skipped.clear();
  }

  /**
   * Gets ready for the next try.
   *
   * @throws SQLException the failure itself, when another try would change nothing
   */
  void from(SQLException failure, int pass, Range range, Search failing)
      throws SQLException, InterruptedException {
    tries++;
    if (DataError.is(failure)) {
      skipped.addAll(failing.rows(failure));
    } else if (Yields.toLock(failure)) {
      pace.size().halve(pass);
      passOver(range);
    } else if (Yields.otherwise(failure) && tries <= RETRIES) {
      pace.size().halve(pass);
      pace.giveWay(tries);
    } else {
      throw failure;
    }
  }

  /** The application goes first; what it holds for longer does not keep the other rows. */
  private void passOver(Range range) throws SQLException, InterruptedException {
    if (tries <= WAITS) {
      pace.giveWay(tries);
      return;
    }
    List<String> rows = held.in(range);
    skipped.addAll(rows);
    if (rows.isEmpty()) {
      pace.waitFor(relation + " is locked by " + held.tableHolder(), tries);
    }
  }
}
