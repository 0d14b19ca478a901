package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Reads pages soon after their last pass, while they are in memory. Whoever reads a row first notes
 * in it that its transaction was committed (hint bits). Where pages have checksums, that note costs
 * the WAL of a whole page when a checkpoint has come between: for a table of more than one
 * checkpoint as much as the table, when the sweep and the proof are the first to read it.
 */
final class HintBits implements AutoCloseable {
  private static final String SQL = SqlText.resource(HintBits.class, "hint-bits.sql");

  /** PostgreSQL's documentation, wal_log_hints. */
  private static final String MATTER =
      "SELECT current_setting('data_checksums') = 'on' OR current_setting('wal_log_hints') = 'on'";

  private final PreparedStatement read;
  private final boolean matter;

  HintBits(Connection connection, RowSql sql) throws SQLException {
    this.read = connection.prepareStatement(sql.of(SQL));
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(MATTER)) {
      r.next();
      this.matter = r.getBoolean(1);
    }
  }

  /**
   * Sets those of some pages. A table that somebody has locked is left as it is.
   *
   * @param from first block
   * @param to the block after the last
   * @return how long it took
   */
  Duration set(long from, long to) throws SQLException {
    long start = System.nanoTime();
    if (matter && from < to) {
      read.setString(1, Tid.block(from));
      read.setString(2, Tid.block(to));
      try {
        read.executeQuery().close();
      } catch (SQLException e) {
        if (!Yields.toLock(e) && !Yields.otherwise(e)) {
          throw e;
        }
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public void close() throws SQLException {
    read.close();
  }
}
