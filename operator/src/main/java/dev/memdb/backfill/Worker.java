package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
  private final BackfillSpec spec;
  private final Pace.Sleeper sleeper;
  private final double dutyMax;

  /** Stands for values that cannot be had: eight bytes. */
  private static final String UNKNOWN = "0::bigint";

  /** How it ended. */
  public enum Outcome {
    /** Nothing is left to claim. */
    NOTHING_LEFT,
    /** A person has paused or cancelled the run. */
    HALTED
  }

  /**
   * @param connection of its own, in autocommit mode
   * @param run the number of the run
   * @param spec the same that the run was prepared with
   * @param dutyMax as the run has it at the beginning
   */
  public Worker(Connection connection, long run, BackfillSpec spec, double dutyMax)
      throws SQLException {
    this.connection = connection;
    this.spec = spec;
    this.run = new BackfillRun(run, spec.relation(), spec.pending(), spec.assignments());
    this.dutyMax = dutyMax;
    this.sleeper = time -> Thread.sleep(time.toMillis(), time.toNanosPart() % 1_000_000);
    try (Statement s = connection.createStatement()) {
      s.execute(SESSION);
    }
  }

  /** Works; an interrupt ends it between two batches. */
  public Outcome work() throws SQLException, InterruptedException {
    while (true) {
      UUID holder = UUID.randomUUID();
      Optional<Segment> segment = claim(holder);
      if (segment.isEmpty()) {
        return Outcome.NOTHING_LEFT;
      }
      if (!work(segment.get(), holder) && halted(segment.get(), holder)) {
        return Outcome.HALTED;
      }
    }
  }

  private boolean work(Segment segment, UUID holder) throws SQLException, InterruptedException {
    try (Batch batch = new Batch(connection, run, segment, holder)) {
      FailingRows failing = new FailingRows(connection, run, spec.values());
      Pages pages = new Pages(layout(segment), largestWindow());
      Pace pace = new Pace(dutyMax, sleeper);
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
      return layout(segment, spec.values());
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
