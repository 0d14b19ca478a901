package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Fills rows until there is nothing left to claim. Kill it at any moment: the cursor is in the
 * transaction of the data, and its segment is free again when the lease is over. It takes no
 * advisory locks; what keeps two workers apart is the holder in the segment's row.
 */
public final class Worker {
  private static final String CLAIM = SqlText.resource(Worker.class, "claim.sql");
  private static final String CAUSE = SqlText.resource(Worker.class, "cause.sql");
  private static final String SAMPLE = SqlText.resource(Worker.class, "sample.sql");

  /** Documentation of the settings: section 19.11.1, and 19.5.1 for synchronous_commit. */
  private static final String SESSION =
      "SET search_path = pg_catalog; SET lock_timeout = '200ms'; SET synchronous_commit = off;"
          + " SET row_security = off; SET default_transaction_isolation = 'read committed'";

  /** A window may take up that share of the cache. */
  private static final double CACHE = 0.05;

  private final Connection connection;
  private final BackfillRun run;
  private final Signals signals;
  private final Listener listener;
  private final Sleeper sleeper;

  /** Stands for values that cannot be had: eight bytes. */
  private static final String UNKNOWN = "0::bigint";

  /** How it ended. */
  public enum Outcome {
    /** Every row is filled, or written down as failing. */
    FILLED,
    /** Others still work; nothing is left to claim. */
    OTHERS_WORK,
    /** A person has paused or cancelled the run. */
    HALTED
  }

  /** Waits. */
  public interface Sleeper {
    /**
     * @throws InterruptedException to end the work here
     */
    void sleep(Duration time) throws InterruptedException;
  }

  /** Hears how it goes on. */
  public interface Listener {
    /** About once a second. */
    default void progress(Progress progress) {}

    /** What the work waits for. */
    default void limited(String by) {}
  }

  /**
   * @param connection of its own, in autocommit mode
   * @param run the number of the run; what there is to do stands in its row
   * @param sleeper waits between two batches, also for no time; may end the work
   * @throws SQLException also when there is no such run, with the SQLSTATE 02000
   */
  public Worker(Connection connection, long run, Sleeper sleeper, Listener listener)
      throws SQLException {
    this.sleeper = sleeper;
    this.connection = connection;
    this.run = BackfillRun.load(connection, run);
    this.listener = listener;
    this.signals = new Signals(connection, run);
    try (Statement s = connection.createStatement()) {
      s.execute(SESSION);
    }
  }

  /**
   * Works; an interrupt ends it between two batches. Whatever ends it, its segment is free then.
   */
  public Outcome work() throws SQLException, InterruptedException {
    do {
      if (!fill()) {
        return Outcome.HALTED;
      }
      if (!Progress.of(connection, run.id()).complete()) {
        return Outcome.OTHERS_WORK;
      }
      // a table that was rewritten, or attached to a partitioned one meanwhile, is gone through too
    } while (Backfills.cutAgain(connection, run.id(), run.relation()) > 0);
    Sweep sweep = new Sweep(connection, run);
    for (Backfills.Relation relation : Backfills.relations(connection, run.relation())) {
      sweep.sweep(relation.relid(), relation.name());
    }
    Backfills.filled(connection, run.id());
    return Outcome.FILLED;
  }

  /** False: halted. */
  private boolean fill() throws SQLException, InterruptedException {
    while (true) {
      UUID holder = UUID.randomUUID();
      Optional<Segment> segment = claim(holder);
      if (segment.isEmpty()) {
        return true;
      }
      if (halts(segment.get(), holder)) {
        return false;
      }
    }
  }

  /** Released at last: whether a table was rewritten is seen by its holder alone. */
  private boolean halts(Segment segment, UUID holder) throws SQLException, InterruptedException {
    Lease lease = new Lease(connection, run.id(), segment.number(), holder);
    try {
      if (work(segment, holder, lease)) {
        return false;
      }
      boolean halted = halted(segment, holder);
      lease.release();
      return halted;
    } catch (SQLException | InterruptedException | RuntimeException e) {
      lease.releaseAfter(e);
      throw e;
    }
  }

  private boolean work(Segment segment, UUID holder, Lease lease)
      throws SQLException, InterruptedException {
    RowSql sql = new RowSql(connection, run, segment.relid(), segment.relation());
    try (Batch batch = new Batch(connection, run, segment, holder, sql)) {
      FailingRows failing = new FailingRows(connection, run, segment.relid(), sql);
      Pages pages = new Pages(layout(segment), largestWindow());
      Pace pace = new Pace(run.dutyMax(), sleeper, signals, listener, lease);
      return new SegmentWorker(batch, failing, segment, pages, pace).work();
    }
  }

  private Optional<Segment> claim(UUID holder) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(CLAIM)) {
      s.setString(1, holder.toString());
      s.setLong(2, run.id());
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? Optional.of(
                new Segment(r.getInt(1), r.getLong(2), r.getString(3), r.getLong(4), r.getLong(5)))
            : Optional.empty();
      }
    }
  }

  /** A table that was rewritten meanwhile is cut again; a segment that was taken over is left. */
  private boolean halted(Segment segment, UUID holder) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(CAUSE)) {
      s.setString(1, holder.toString());
      s.setInt(2, segment.number());
      s.setLong(3, run.id());
      try (ResultSet r = s.executeQuery()) {
        if (!r.next() || !r.getString(1).equals("running")) {
          return true;
        }
        if (r.getBoolean(2) && !r.getBoolean(3)) {
          Backfills.cutAgain(connection, run.id(), run.relation());
        }
        return false;
      }
    }
  }

  private Layout layout(Segment segment) throws SQLException {
    try {
      return layout(segment, run.values());
    } catch (SQLException e) {
      if (DataError.is(e)) { // of a row in the sample; it is found when its turn comes
        return layout(segment, UNKNOWN);
      }
      throw e;
    }
  }

  private Layout layout(Segment segment, String values) throws SQLException {
    String sql = SAMPLE.replace(":relation", segment.relation()).replace(":values", values);
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      double row = r.getDouble(2);
      return row <= 0 ? Layout.PLAIN : Layout.of(r.getDouble(1), r.getDouble(3) / row);
    }
  }

  private long largestWindow() throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT setting::bigint FROM pg_settings WHERE name = 'shared_buffers'")) {
      r.next();
      return Math.max(64, (long) (r.getLong(1) * CACHE));
    }
  }
}
