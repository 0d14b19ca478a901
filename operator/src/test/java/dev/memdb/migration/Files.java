package dev.memdb.migration;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds sets of files for tests. */
final class Files {
  private Files() {}

  /** Files from names and contents in turn. */
  static Map<String, byte[]> of(String... namesAndContents) {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      files.put(namesAndContents[i], namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /** The set that they make; fails when they do not. */
  static MigrationSet load(String... namesAndContents) {
    LoadResult result = new MigrationSetLoader().load("test", of(namesAndContents));
    if (result instanceof LoadResult.Loaded loaded) {
      return loaded.set();
    }
    throw new AssertionError(result);
  }

  /** Why they make none, one line each; empty when they do. */
  static List<String> problems(Map<String, byte[]> files) {
    return problems(new MigrationSetLoader().load("test", files));
  }

  /** Why they make none, one line each; empty when they do. */
  static List<String> problems(String... namesAndContents) {
    return problems(of(namesAndContents));
  }

  static List<String> problems(LoadResult result) {
    return result instanceof LoadResult.Refused refused
        ? refused.problems().stream().map(SetProblem::describe).toList()
        : List.of();
  }
}
