package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever the files are, there is a set or a reason. {@code memdb.test.seed} repeats a run. */
class AnyFilesTest {
  private static final long SEED = Long.getLong("memdb.test.seed", new Random().nextLong());
  private static final List<String> NAME_PIECES =
      List.of(
          "V", "v", "1", "2", "03", ".", "_", "__", "a", "é", " ", ".sql", ".verify", "U", "R__");
  private static final List<String> CONTENT_PIECES =
      List.of(
          "SELECT true",
          ";",
          "\n",
          "-- x\n",
          "BEGIN",
          "COMMIT",
          "VACUUM",
          "'",
          "$$",
          "é",
          "\0",
          "DO $$ BEGIN COMMIT; END $$",
          "COPY t FROM STDIN;\n1\n",
          "CREATE TABLE t (a int)",
          "\\.");

  private final Random random = new Random(SEED);

  @Test
  void everySetIsLoadedOrRefusedWithReasons() {
    System.out.println("memdb.test.seed=" + SEED);
    int loaded = 0;
    for (int i = 0; i < 3_000; i++) {
      Map<String, byte[]> files = files();
      LoadResult result = new MigrationSetLoader().load("any", files);
      if (result instanceof LoadResult.Loaded set) {
        loaded++;
        assertThat(set.set().migrations())
            .isNotEmpty()
            .isSortedAccordingTo(Comparator.comparing(Migration::version));
      } else {
        assertThat(((LoadResult.Refused) result).problems())
            .isNotEmpty()
            .allSatisfy(p -> assertThat(p.message()).isNotBlank());
      }
    }
    assertThat(loaded).isPositive();
  }

  private Map<String, byte[]> files() {
    var files = new TreeMap<String, byte[]>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      byte[] content = text(CONTENT_PIECES, 6).getBytes(StandardCharsets.UTF_8);
      if (content.length > 0 && random.nextInt(20) == 0) {
        content[random.nextInt(content.length)] = (byte) random.nextInt(256);
      }
      files.put(name(), content);
    }
    return files;
  }

  private String name() {
    if (random.nextInt(3) == 0) {
      return text(NAME_PIECES, 8);
    }
    String base = "V" + (1 + random.nextInt(4)) + "__a";
    return base + (random.nextInt(4) == 0 ? ".verify.sql" : ".sql");
  }

  private String text(List<String> pieces, int most) {
    var text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(pieces.get(random.nextInt(pieces.size())));
    }
    return text.toString();
  }
}
