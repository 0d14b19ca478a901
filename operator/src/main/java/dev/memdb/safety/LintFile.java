package dev.memdb.safety;

import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.List;

/**
 * A file to be judged, or one that came before.
 *
 * @param name as findings say it
 * @param text without a byte order mark
 * @param judged false when it was run long ago: it only says what is there now
 */
public record LintFile(String name, String text, boolean judged) {

  /**
   * The files of a set in the order in which they run; backfills have no SQL and are left out.
   *
   * @param from the first version that is judged; null: all of them are
   */
  public static List<LintFile> of(MigrationSet set, Version from) {
    return set.migrations().stream()
        .filter(m -> !m.isBackfill())
        .map(
            m ->
                new LintFile(
                    m.fileName(), m.sql(), from == null || m.version().compareTo(from) >= 0))
        .toList();
  }
}
