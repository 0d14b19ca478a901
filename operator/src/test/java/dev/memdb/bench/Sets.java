package dev.memdb.bench;

import dev.memdb.migration.BundledSets;
import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.MigrationSetLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Migration sets for benchmarks. */
final class Sets {
  private Sets() {}

  /** As many files, each creating one small table. */
  static Map<String, byte[]> small(int count) {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 1; i <= count; i++) {
      String sql = "CREATE TABLE t%d (id bigint PRIMARY KEY, name text NOT NULL);\n".formatted(i);
      files.put("V%d__table_%d.sql".formatted(i, i), sql.getBytes(StandardCharsets.UTF_8));
    }
    return files;
  }

  /** The migrations in a folder. */
  static Map<String, byte[]> folder(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".sql")).toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return files;
  }

  static Map<String, byte[]> bundled() {
    return BundledSets.files("memory-core").orElseThrow();
  }

  static MigrationSet load(Map<String, byte[]> files) {
    LoadResult result = new MigrationSetLoader().load("benchmark", files);
    if (result instanceof LoadResult.Loaded loaded) {
      return loaded.set();
    }
    throw new IllegalStateException(result.toString());
  }
}
