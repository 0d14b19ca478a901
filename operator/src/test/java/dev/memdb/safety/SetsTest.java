package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.BundledSets;
import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.migration.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole sets, written with care: few findings, none that is wrong. */
final class SetsTest {

  private static MigrationSet set(Map<String, byte[]> files) {
    return ((LoadResult.Loaded) new MigrationSetLoader().load("a test", files)).set();
  }

  private static List<Finding> counted(MigrationSet set, Version from) {
    return Linter.judge(set, from, Target.of(18)).stream().filter(Finding::counts).toList();
  }

  @Test
  void theBundledSetHasNoFindings() {
    MigrationSet set = set(BundledSets.files("memory-core").orElseThrow());
    assertThat(counted(set, null)).extracting(Finding::describe).isEmpty();
  }

  @Test
  void theBundledSetHasNoFindingsWhenItsTablesAreInUse() {
    MigrationSet set = set(BundledSets.files("memory-core").orElseThrow());
    assertThat(counted(set, Version.of("9"))).extracting(Finding::describe).isEmpty();
  }

  @Test
  void carefulFilesHaveAtMostTwoFindings() throws IOException {
    var folder = Shared.file("workload");
    if (folder.isEmpty()) {
      return;
    }
    var files = new TreeMap<String, byte[]>();
    try (Stream<Path> all = Files.list(folder.get())) {
      for (Path file : all.filter(f -> f.toString().endsWith(".sql")).toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    assertThat(counted(set(files), null))
        .extracting(Finding::rule)
        .containsOnly("foreign-key-without-index")
        .hasSizeLessThanOrEqualTo(2);
  }
}
