package dev.memdb.safety;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.List;

/**
 * A file to be judged, or one that came before; or a backfill, which has no SQL and no findings.
 *
 * @param name as findings say it
 * @param text without a byte order mark
 * @param judged false when it was run long ago: it only says what is there now
 * @param backfill what it fills: that table has rows; null for SQL
 */
public record LintFile(String name, String text, boolean judged, BackfillSpec backfill) {

  /** One of SQL. */
  public LintFile(String name, String text, boolean judged) {
    this(name, text, judged, null);
  }

  /**
   * The files of a set in the order in which they run.
   *
   * @param from the first version that is judged; null: all of them are
   */
  public static List<LintFile> of(MigrationSet set, Version from) {
    return set.migrations().stream()
        .map(
            m ->
                new LintFile(
                    m.fileName(),
                    m.isBackfill() ? "" : m.sql(),
                    from == null || m.version().compareTo(from) >= 0,
                    m.backfill()))
        .toList();
  }
}
