package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGStatement;

/** The statement of a segment's batches, prepared once. */
final class Batch implements AutoCloseable {
  private static final String SQL = SqlText.resource(Batch.class, "batch.sql");

  /**
   * Worked out once for each open row; it must be a scan of the range, for that prunes its pages.
   */
  private static final String CLASS = "get_bit(?::bytea, get_byte(tidsend(ctid), 5)) = 1";

  private final Connection connection;
  private final BackfillRun run;
  private final Segment segment;
  private final UUID holder;
  private final PreparedStatement byClass;
  private final PreparedStatement whole;

  /**
   * Where a segment has come to.
   *
   * @param windowStart first block of the window
   * @param windowEnd the block after its last
   * @param pass of this window
   * @param next the block that comes next in this pass
   */
  record Cursor(long windowStart, long windowEnd, int pass, long next) {}

  /**
   * What came of it.
   *
   * @param rows filled
   * @param hotShare of the updates, how many without an insert into the indexes; NaN: there was
   *     none
   * @param dutyMax as the run has it now
   * @param targetMillis the same
   * @param wal how far the server's WAL goes with it, in bytes
   */
  record Result(long rows, double hotShare, double dutyMax, int targetMillis, long wal) {}

  Batch(Connection connection, BackfillRun run, Segment segment, UUID holder, RowSql sql)
      throws SQLException {
    this.connection = connection;
    this.run = run;
    this.segment = segment;
    this.holder = holder;
    this.byClass = prepare(sql, CLASS);
    this.whole = prepare(sql, "true");
  }

  private PreparedStatement prepare(RowSql sql, String rows) throws SQLException {
    PreparedStatement s = connection.prepareStatement(sql.of(SQL, Map.of("class", rows)));
    s.unwrap(PGStatement.class).setPrepareThreshold(2);
    return s;
  }

  /**
   * Fills the rows of one pass in a range of blocks, and moves the cursor in the same transaction.
   *
   * @param from where the cursor stands
   * @param to the block after the range
   * @param skipped rows that cannot be filled, as {@code (block,line)}
   * @param after where the cursor goes
   * @param done true: with this the segment is done
   * @return empty: nothing was written, for a reason that the tables tell
   */
  Optional<Result> run(
      Cursor from, long to, Layout layout, List<String> skipped, Cursor after, boolean done)
      throws SQLException {
    boolean last = layout.isLast(from.pass());
    PreparedStatement s = last ? whole : byClass;
    int i = 0;
    s.setLong(++i, run.id());
    s.setInt(++i, segment.number());
    s.setString(++i, holder.toString());
    s.setLong(++i, from.next());
    s.setInt(++i, from.pass());
    s.setString(++i, Tid.block(from.next()));
    s.setString(++i, Tid.block(to));
    if (!last) {
      s.setBytes(++i, layout.lines(from.pass()));
    }
    Array none = connection.createArrayOf("text", skipped.toArray());
    s.setArray(++i, none);
    s.setLong(++i, after.windowStart());
    s.setLong(++i, after.windowEnd());
    s.setInt(++i, after.pass());
    s.setLong(++i, after.next());
    s.setBoolean(++i, done);
    try (ResultSet r = s.executeQuery()) {
      return r.next() ? Optional.of(result(r)) : Optional.empty();
    }
  }

  static Result result(ResultSet r) throws SQLException {
    double updated = r.getLong(3);
    return new Result(
        r.getLong(1),
        updated > 0 ? r.getLong(2) / updated : Double.NaN,
        r.getDouble(4),
        r.getInt(5),
        r.getLong(6));
  }

  @Override
  public void close() throws SQLException {
    byClass.close();
    whole.close();
  }
}
