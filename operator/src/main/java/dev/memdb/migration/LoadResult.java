package dev.memdb.migration;

import java.util.List;

/** What became of files that should be a set of migrations. */
public sealed interface LoadResult {

  /** They are one. */
  record Loaded(MigrationSet set) implements LoadResult {}

  /** They are not: every reason there is, by file and line; never empty. */
  record Refused(List<SetProblem> problems) implements LoadResult {}
}
