package dev.memdb.chaos;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What one version has done to one database, and what is written down about it.
 *
 * @param version 1 to 12
 * @param effects its marks, or its indexes, also invalid ones
 * @param whole those that count: an invalid index is none
 * @param history its rows in the history
 * @param ledger its entries in {@code memdb.step} that say that it was applied
 */
record Tally(int version, int effects, int whole, int history, int ledger) {
  private static final String BEGUN =
      "SELECT to_regclass('memdb.step') IS NOT NULL AND to_regclass('chaos.marks') IS NOT NULL";

  /** Counts; nothing at all for a database that was not begun. */
  static List<Tally> of(TestDatabase database) throws SQLException {
    List<Tally> tallies = new ArrayList<>();
    try (Connection c = database.connect();
        Statement s = c.createStatement()) {
      try (ResultSet r = s.executeQuery(BEGUN)) {
        if (!r.next() || !r.getBoolean(1)) {
          return List.of();
        }
      }
      try (ResultSet r = s.executeQuery(ChaosSet.tally())) {
        while (r.next()) {
          tallies.add(new Tally(r.getInt(1), r.getInt(2), r.getInt(3), r.getInt(4), r.getInt(5)));
        }
      }
    }
    return tallies;
  }

  /** A record without its effect, or an effect without its record. */
  boolean lost() {
    return history > 0 ? whole == 0 || ledger == 0 : effects > 0 || ledger > 0;
  }

  /** An effect, or a record of it, that is there more than once. */
  boolean doubled() {
    return effects > 1 || history > 1 || ledger > 1;
  }

  /** Once, and written down once. */
  boolean complete() {
    return effects == 1 && whole == 1 && history == 1 && ledger == 1;
  }
}
