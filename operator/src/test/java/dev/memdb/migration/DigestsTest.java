package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestsTest {

  @Test
  void theOrderOfTheFilesDoesNotMatter() {
    var reversed = new LinkedHashMap<String, byte[]>();
    reversed.put("b", new byte[] {2});
    reversed.put("a", new byte[] {1});
    var files = new LinkedHashMap<String, byte[]>();
    files.put("a", new byte[] {1});
    files.put("b", new byte[] {2});
    assertThat(Digests.ofSet(reversed))
        .isEqualTo(Digests.ofSet(files))
        .matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void whatMovesFromNameToContentOrToTheNextFileIsSeen() {
    assertThat(
            List.of(
                Digests.ofSet(Files.of("ab", "c")),
                Digests.ofSet(Files.of("a", "bc")),
                Digests.ofSet(Files.of("a", "b", "c", "")),
                Digests.ofSet(Files.of("a", "", "b", "c")),
                Digests.ofSet(Map.of())))
        .doesNotHaveDuplicates();
  }
}
