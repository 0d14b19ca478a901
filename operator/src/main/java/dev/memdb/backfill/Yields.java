package dev.memdb.backfill;

import dev.memdb.postgres.SqlFailure;
import java.sql.SQLException;
import java.util.Set;

/** Failures after which the application goes first (documentation, appendix A). */
final class Yields {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** query_canceled, deadlock_detected, serialization_failure. */
  private static final Set<String> OTHERS = Set.of("57014", "40P01", "40001");

  private Yields() {}

  /** Somebody has a row, or the table. */
  static boolean toLock(SQLException e) {
    return SqlFailure.state(e).equals(LOCK_NOT_AVAILABLE);
  }

  /** A deadlock, or it took too long: a smaller batch may come through. */
  static boolean otherwise(SQLException e) {
    return OTHERS.contains(SqlFailure.state(e));
  }
}
