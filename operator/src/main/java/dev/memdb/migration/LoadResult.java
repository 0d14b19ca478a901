package dev.memdb.migration;

import java.util.List;

/** stub */
public sealed interface LoadResult {
  record Loaded(MigrationSet set) implements LoadResult {}

  record Refused(List<SetProblem> problems) implements LoadResult {}
}
