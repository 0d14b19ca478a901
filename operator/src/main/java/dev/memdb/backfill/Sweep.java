package dev.memdb.backfill;

import dev.memdb.postgres.SqlText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Fills what the passes have not met, by a search of a whole table; usually next to nothing. It
 * goes from stretch to stretch, so that it can be stopped, and waits for nobody: rows that are held
 * are come back for, after pauses that grow.
 */
final class Sweep {
  private static final String OPEN = SqlText.resource(Sweep.class, "open-rows.sql");
  private static final String FILL = SqlText.resource(Sweep.class, "sweep.sql");

  /** 64 MB, some 30 ms to read through. */
  private static final long STRETCH = 8192;

  /** Some milliseconds of work: nobody waits longer for them. */
  private static final int ROWS = 200;

  /** So many rows that stay open without an error are written down; one takes some ms. */
  private static final int ENOUGH = 2_000;

  /** Behind every block that there can be (MaxBlockNumber). */
  private static final long NO_END = 4_294_967_295L;

  private final Connection connection;
  private final BackfillRun run;
  private final Segments.Relation relation;
  private final UUID sweeper;
  private final Pace pace;
  private final RowSql sql;
  private final FailingRows failing;
  private final HeldRows heldRows;
  private final ResistingRows resistingRows;
  private final long stretch;
  private double dutyMax;
  private long wal;
  private int resisted;

  Sweep(Connection connection, BackfillRun run, Segments.Relation relation, UUID sweeper, Pace pace)
      throws SQLException {
    this.connection = connection;
    this.run = run;
    this.relation = relation;
    this.sweeper = sweeper;
    this.pace = pace;
    this.dutyMax = run.dutyMax();
    this.stretch = relation.heap() ? STRETCH : NO_END; // else each would read the whole table
    this.sql = new RowSql(connection, run, relation.relid(), relation.name());
    this.failing = new FailingRows(connection, run, relation.relid(), sql);
    this.resistingRows = new ResistingRows(connection, failing, sql);
    this.heldRows = new HeldRows(connection, relation.relid(), sql);
  }

  /**
   * Sweeps until nothing is open but what was written down as failing.
   *
   * @return false: nothing may be written any more, and the run's row tells why
   */
  boolean sweep() throws SQLException, InterruptedException {
    List<Long> stretches = new ArrayList<>();
    for (long from = 0; from == 0 || from < relation.blocks(); from += stretch) {
      stretches.add(from);
    }
    for (int round = 0; !stretches.isEmpty(); round++) {
      List<Long> again = new ArrayList<>();
      List<String> held = new ArrayList<>();
      for (long from : stretches) {
        int before = held.size();
        if (!sweep(from, held)) {
          return false;
        }
        if (held.size() > before) {
          again.add(from);
        }
      }
      if (!held.isEmpty()) {
        pace.waitFor(
            "%d row(s) of %s are held by %s"
                .formatted(held.size(), relation.name(), heldRows.holder(held)),
            round);
      }
      stretches = again;
    }
    return true;
  }

  /** False: nothing may be written any more. */
  private boolean sweep(long from, List<String> held) throws SQLException, InterruptedException {
    long to = from + stretch < relation.blocks() ? from + stretch : NO_END;
    int tries = 0;
    while (true) {
      long start = System.nanoTime();
      List<String> open = List.of();
      try {
        open = open(from, to, held);
        if (!open.isEmpty() && !fill(open, held)) {
          return false;
        }
      } catch (SQLException e) {
        if (DataError.is(e)) {
          failing.findAmong(open, e);
        } else if (Yields.toLock(e)) {
          pace.waitFor(relation.name() + " is locked by " + heldRows.tableHolder(), tries++);
        } else {
          throw e;
        }
        continue;
      }
      pace.pause(Duration.ofNanos(System.nanoTime() - start), dutyMax, wal);
      if (open.isEmpty() || resisted >= ENOUGH) {
        return true; // what resists in such numbers is no matter of single rows: the proof tells
      }
    }
  }

  private List<String> open(long from, long to, List<String> held) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql.of(OPEN))) {
      s.setString(1, Tid.block(from));
      s.setString(2, Tid.block(to));
      s.setArray(3, connection.createArrayOf("text", held.toArray()));
      s.setLong(4, run.id());
      s.setLong(5, relation.relid());
      s.setInt(6, ROWS);
      try (ResultSet r = s.executeQuery()) {
        List<String> places = new ArrayList<>();
        while (r.next()) {
          places.add(r.getString(1));
        }
        return places;
      }
    }
  }

  private static List<String> texts(Array array) throws SQLException {
    return Arrays.asList((String[]) array.getArray());
  }

  /** What was passed over is held, or another session has filled it just now. */
  private boolean fill(List<String> open, List<String> held) throws SQLException {
    Array places = connection.createArrayOf("text", open.toArray());
    try (PreparedStatement s = connection.prepareStatement(sql.of(FILL))) {
      s.setLong(1, run.id());
      s.setString(2, sweeper.toString());
      s.setArray(3, places);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          return false;
        }
        List<String> left = new ArrayList<>(open);
        left.removeAll(texts(r.getArray(1)));
        held.addAll(left);
        resisted += resistingRows.writeDown(texts(r.getArray(2)));
        dutyMax = r.getDouble(3);
        wal = r.getLong(4);
        return true;
      }
    }
  }
}
