package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCoreFilesTest {
  private static final Pattern LABEL = Pattern.compile("AS \"([^\"]+)\"");
  private static final Pattern VERSIONS =
      Pattern.compile("^\\| (\\d+)(?: – (\\d+))? \\|", Pattern.MULTILINE);

  @Test
  void theIndexListsExactlyTheFiles() throws IOException {
    try (var files = Files.list(MemoryCore.folder())) {
      List<String> present = files.map(p -> p.getFileName().toString()).toList();

      assertThat(MemoryCore.index()).doesNotHaveDuplicates();
      assertThat(present).containsOnlyOnceElementsOf(MemoryCore.index()).contains("index");
      assertThat(present).hasSize(MemoryCore.index().size() + 1);
    }
  }

  @Test
  void versionsCountUpByOne() {
    assertThat(MemoryCore.migrations())
        .extracting(name -> name.substring(1, name.indexOf("__")))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, MemoryCore.migrations().size())
                .mapToObj(Integer::toString)
                .toList());
  }

  @Test
  void everyVerificationBelongsToAMigration() {
    assertThat(MemoryCore.index())
        .filteredOn(MemoryCore::isVerification)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(MemoryCore.migrationOf(name)).isNotNull());
  }

  /** PostgreSQL cuts longer names, and a refusal would then be cut in the middle of its reason. */
  @Test
  void theLabelsOfVerificationsFitIntoAName() {
    assertThat(MemoryCore.index())
        .filteredOn(MemoryCore::isVerification)
        .flatExtracting(
            name -> LABEL.matcher(MemoryCore.text(name)).results().map(r -> r.group(1)).toList())
        .isNotEmpty()
        .allSatisfy(label -> assertThat(label).hasSizeLessThan(64));
  }

  @Test
  void theDocumentationNamesTheLatestVersionAsTheTarget() {
    assertThat(MemoryCore.documentation())
        .contains("targetVersion: \"" + MemoryCore.migrations().size() + "\"");
  }

  @Test
  void theDocumentationSaysWhatEachVersionDoes() {
    assertThat(
            VERSIONS
                .matcher(MemoryCore.documentation())
                .results()
                .flatMapToInt(
                    row ->
                        IntStream.rangeClosed(
                            Integer.parseInt(row.group(1)),
                            Integer.parseInt(row.group(2) == null ? row.group(1) : row.group(2))))
                .boxed())
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, MemoryCore.migrations().size()).boxed().toList());
  }
}
