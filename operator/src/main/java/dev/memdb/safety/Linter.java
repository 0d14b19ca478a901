package dev.memdb.safety;

import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.List;

/** Judges migrations before they run. For many threads. */
public final class Linter {
  private Linter() {}

  /**
   * What is to be said against a set's files.
   *
   * @param from the first version that is judged, such as the first that is pending; null: all
   * @param target the database that they are for
   * @return by file and place
   */
  public static List<Finding> judge(MigrationSet set, Version from, Target target) {
    return judge(LintFile.of(set, from), target);
  }

  /**
   * What is to be said against files, in the order in which they run.
   *
   * @return by file and place; a file that PostgreSQL's parser does not accept has one finding, of
   *     the rule {@code syntax-error}
   */
  public static List<Finding> judge(List<LintFile> files, Target target) {
    return Judge.judge(files, target);
  }
}
