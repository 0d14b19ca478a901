package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Fills rows until there is nothing left to claim. Kill it at any moment: the cursor is in the
 * transaction of the data, and its segment is free again when the lease is over; when only its
 * connection is lost, with the next one. It takes no advisory locks; what keeps two workers apart
 * is the holder in the segment's row.
 */
public final class Worker {
  private static final String CLAIM = SqlText.resource(Worker.class, "claim.sql");
  private static final String CAUSE = SqlText.resource(Worker.class, "cause.sql");
  private static final String SWEEP_CLAIM = SqlText.resource(Worker.class, "sweep-claim.sql");
  private static final String STANDS =
      "SELECT state, desired_state FROM memdb.backfill_run WHERE id = ?";

  /** Documentation of the settings: section 19.11.1, and 19.5.1 for synchronous_commit. */
  private static final String SESSION =
      "SET search_path = pg_catalog; SET lock_timeout = '200ms'; SET synchronous_commit = off;"
          + " SET row_security = off; SET default_transaction_isolation = 'read committed'; SET TimeZone = 'UTC'; SET plan_cache_mode = force_generic_plan";

  private final Connection connection;
  private final BackfillRun run;
  private final Signals signals;
  private final Listener listener;
  private final Sleeper sleeper;
  private final LostHolds lost;

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

  /** One that has no session before or after this one. */
  public Worker(Connection connection, long run, Sleeper sleeper, Listener listener)
      throws SQLException {
    this(connection, run, sleeper, listener, new LostHolds());
  }

  /**
   * @param connection of its own, in autocommit mode
   * @param run the number of the run; what there is to do stands in its row
   * @param sleeper waits between two batches, also for no time; may end the work
   * @param lost what earlier sessions could not give back; outlives this one
   * @throws SQLException also when there is no such run, with the SQLSTATE 02000
   */
  public Worker(Connection connection, long run, Sleeper sleeper, Listener listener, LostHolds lost)
      throws SQLException {
    this.lost = lost;
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
    } while (Segments.cutAgain(connection, run.id(), run.relation()) > 0);
    return sweep();
  }

  private Outcome sweep() throws SQLException, InterruptedException {
    UUID sweeper = UUID.randomUUID();
    if (!claimSweep(sweeper)) {
      return whyNotSwept();
    }
    Lease lease = Lease.ofSweep(connection, run.id(), sweeper, lost);
    Pace pace = new Pace(run.dutyMax(), sleeper, signals, listener, lease);
    try {
      for (Segments.Relation relation : Segments.relations(connection, run.relation())) {
        if (!new Sweep(connection, run, relation, sweeper, pace).sweep()) {
          lease.release();
          return whyNotSwept();
        }
      }
      Backfills.filled(connection, run.id());
      return Outcome.FILLED;
    } catch (SQLException | InterruptedException | RuntimeException e) {
      lease.releaseAfter(e);
      throw e;
    }
  }

  private boolean claimSweep(UUID sweeper) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(SWEEP_CLAIM)) {
      s.setString(1, sweeper.toString());
      s.setLong(2, run.id());
      return s.executeQuery().next();
    } catch (SQLException e) {
      lost.add(sweeper); // it may have been done all the same
      throw e;
    }
  }

  private Outcome whyNotSwept() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(STANDS)) {
      s.setLong(1, run.id());
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return Outcome.HALTED;
        }
        if (!r.getString(1).equals("filling")) {
          return Outcome.FILLED;
        }
        return r.getString(2).equals("running") ? Outcome.OTHERS_WORK : Outcome.HALTED;
      }
    }
  }

  /** False: halted. */
  private boolean fill() throws SQLException, InterruptedException {
    while (true) {
      lost.giveBack(connection, run.id());
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
    Lease lease = Lease.ofSegment(connection, run.id(), segment.number(), holder, lost);
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
    FailingRows failing = new FailingRows(connection, run, segment.relid(), sql);
    HeldRows held = new HeldRows(connection, segment.relid(), sql);
    Pace pace = new Pace(run.dutyMax(), sleeper, signals, listener, lease);
    if (!segment.byBlocks()) {
      KeyBatch batch = new KeyBatch(connection, run, segment, holder, sql);
      return new KeyWorker(batch, failing, held, segment, pace).work();
    }
    try (Batch batch = new Batch(connection, run, segment, holder, sql);
        HintBits hints = new HintBits(connection, sql)) {
      Pages pages = new Sample(connection, run).pages(segment);
      return new SegmentWorker(batch, failing, held, segment, pages, pace, hints).work();
    }
  }

  private Optional<Segment> claim(UUID holder) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(CLAIM)) {
      s.setString(1, holder.toString());
      s.setLong(2, run.id());
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(segment(r)) : Optional.empty();
      }
    } catch (SQLException e) {
      lost.add(holder); // it may have been done all the same
      throw e;
    }
  }

  private static Segment segment(ResultSet r) throws SQLException {
    Array key = r.getArray(7);
    return new Segment(
        r.getInt(1),
        r.getLong(2),
        r.getString(3),
        r.getLong(4),
        r.getLong(5),
        r.getBoolean(6),
        key == null ? List.of() : List.of((String[]) key.getArray()));
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
          Segments.cutAgain(connection, run.id(), run.relation());
        }
        return false;
      }
    }
  }
}
