package dev.memdb.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * A worker's hold on a segment or on the sweep, 30 s from its last sign of life: each batch is one,
 * and while it waits it says what for.
 */
final class Lease {
  private final Connection connection;
  private final UUID holder;
  private final LostHolds lost;
  private final String renew;
  private final String release;

  private Lease(
      Connection connection, UUID holder, LostHolds lost, String table, String freed, String mine) {
    this.connection = connection;
    this.holder = holder;
    this.lost = lost;
    this.renew =
        "UPDATE "
            + table
            + " SET lease_until = clock_timestamp() + interval '30 s', seen_at = clock_timestamp(), limited_by = ?"
            + mine;
    this.release =
        "UPDATE " + table + " SET lease_until = NULL, limited_by = NULL, " + freed + mine;
  }

  /**
   * @param lost remembers it when it cannot be given back
   */
  static Lease ofSegment(
      Connection connection, long run, int segment, UUID holder, LostHolds lost) {
    return new Lease(
        connection,
        holder,
        lost,
        "memdb.backfill_segment",
        "status = 'pending', holder = NULL",
        " WHERE run = %d AND seg = %d AND holder = '%s' AND status = 'running'"
            .formatted(run, segment, holder));
  }

  /**
   * @param lost remembers it when it cannot be given back
   */
  static Lease ofSweep(Connection connection, long run, UUID sweeper, LostHolds lost) {
    return new Lease(
        connection,
        sweeper,
        lost,
        "memdb.backfill_run",
        "sweeper = NULL",
        " WHERE id = %d AND sweeper = '%s'".formatted(run, sweeper));
  }

  /**
   * Is kept; one that is lost stays lost, and the next batch writes nothing.
   *
   * @param limitedBy what is waited for; null: nothing
   */
  void renew(String limitedBy) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(renew)) {
      s.setString(1, limitedBy);
      s.executeUpdate();
    }
  }

  /** Gives it back; does nothing when somebody else has it. */
  void release() throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.executeUpdate(release);
    }
  }

  /**
   * Gives it back because of a failure, which is what matters: where the connection is gone, the
   * next one gives it back.
   */
  void releaseAfter(Exception failure) {
    try {
      release();
    } catch (SQLException e) {
      lost.add(holder);
      failure.addSuppressed(e);
    }
  }
}
