package dev.memdb.backfill;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Some rows of a table.
 *
 * @param condition in SQL, with parameters
 * @param values of these, as texts
 */
record Range(String condition, List<String> values) {
  Range {
    values = List.copyOf(values);
  }

  /** Whole blocks. */
  static Range blocks(long from, long to) {
    return new Range("ctid >= ?::tid AND ctid < ?::tid", List.of(Tid.block(from), Tid.block(to)));
  }

  /**
   * Sets its parameters.
   *
   * @param index of the first
   * @return the index of what follows
   */
  int bind(PreparedStatement s, int index) throws SQLException {
    int next = index;
    for (String value : values) {
      s.setString(next++, value);
    }
    return next;
  }
}
