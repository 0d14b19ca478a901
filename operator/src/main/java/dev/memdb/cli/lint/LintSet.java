package dev.memdb.cli.lint;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.migration.Version;
import java.util.Comparator;
import java.util.List;

/**
 * Files that run one after the other: what one has made is there for the next.
 *
 * @param files in the order in which they run
 */
record LintSet(List<SqlText> files) {
  /** As Flyway runs them: those with a version by version, then the others by name. */
  static final Comparator<SqlText> ORDER =
      Comparator.comparing(SqlText::version, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(SqlText::path, NaturalOrder.INSTANCE);

  LintSet {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param path as findings say it
   * @param version from its name; null when that has none
   * @param text without a byte order mark
   * @param backfill what it fills; null for SQL
   */
  record SqlText(String path, Version version, String text, BackfillSpec backfill) {}
}
