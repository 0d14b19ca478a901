package dev.memdb.chaos;

import dev.memdb.testkit.TestDatabase;
import java.util.List;

/** A fill as its database knows it: whether somebody is at it, and what the dead have left. */
final class FillWatch {
  private static final String BEGUN = "SELECT to_regclass('memdb.backfill_segment') IS NOT NULL";

  private static final String RUNNING =
      "SELECT EXISTS (SELECT FROM memdb.backfill_run WHERE state = 'filling') AND"
          + " EXISTS (SELECT FROM memdb.backfill_segment WHERE status = 'running' AND lease_until > now())";

  private static final String OVER =
      """
      WITH segment AS (
        UPDATE memdb.backfill_segment SET lease_until = now() - interval '1 s'
         WHERE status = 'running' AND lease_until > now() AND seen_at < now() - interval '%1$d ms' RETURNING holder),
      run AS (
        UPDATE memdb.backfill_run SET lease_until = now() - interval '1 s'
         WHERE sweeper IS NOT NULL AND lease_until > now() AND seen_at < now() - interval '%1$d ms' RETURNING sweeper)
      SELECT holder FROM segment UNION ALL SELECT sweeper FROM run
      """;

  private final TestDatabase admin;

  FillWatch(TestDatabase admin) {
    this.admin = admin;
  }

  /** Rows are open, and a worker is at them: a fault would hit something. */
  boolean isRunning() {
    return admin.value(BEGUN).equals("t") && admin.value(RUNNING).equals("t");
  }

  /** How many rows the workers have filled. */
  String filled() {
    return admin.value("SELECT count(*) FROM app.items WHERE fills > 0");
  }

  /** The server's processes that work for the workers. */
  List<String> backends() {
    return admin.column(
        "SELECT pid FROM pg_stat_activity"
            + " WHERE application_name LIKE 'memdb/fill/%' AND datname = current_database()");
  }

  /** A partition that somebody is at. */
  List<String> partitionAtWork() {
    return admin.column(
        "SELECT relid::regclass FROM memdb.backfill_segment WHERE status = 'running' ORDER BY random() LIMIT 1");
  }

  /**
   * Ends the leases of those who have given no sign of life for so long: the 30 s of a real one are
   * not waited for.
   *
   * @return who had them
   */
  List<String> endLeases(long silentMillis) {
    return admin.value(BEGUN).equals("t") ? admin.column(OVER.formatted(silentMillis)) : List.of();
  }

  /** Whether others have what one of these had. */
  boolean isTakenOver(List<String> holders) {
    return admin
        .value(
            "SELECT NOT EXISTS (SELECT FROM memdb.backfill_segment WHERE holder::text IN ('%s') AND status = 'running')"
                .formatted(String.join("', '", holders)))
        .equals("t");
  }
}
