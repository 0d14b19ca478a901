package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A worker's hold on a segment, 30 s from its last sign of life: each batch is one, and while it
 * waits it says what for.
 */
final class Lease {
  private static final String RENEW = SqlText.resource(Lease.class, "renew.sql");
  private static final String RELEASE = SqlText.resource(Lease.class, "release.sql");

  private final Connection connection;
  private final long run;
  private final int segment;
  private final UUID holder;

  Lease(Connection connection, long run, int segment, UUID holder) {
    this.connection = connection;
    this.run = run;
    this.segment = segment;
    this.holder = holder;
  }

  /** Waits on; a lease that is lost stays lost, and the next batch writes nothing. */
  void waitsFor(String what) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(RENEW)) {
      s.setString(1, what);
      s.setLong(2, run);
      s.setInt(3, segment);
      s.setString(4, holder.toString());
      s.executeUpdate();
    }
  }

  /** Gives it back; does nothing when somebody else has it. */
  void release() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(RELEASE)) {
      s.setLong(1, run);
      s.setInt(2, segment);
      s.setString(3, holder.toString());
      s.executeUpdate();
    }
  }

  /** Gives it back because of a failure, which is what matters: the connection may be gone. */
  void releaseAfter(Exception failure) {
    try {
      release();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
