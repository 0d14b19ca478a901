package dev.memdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/backfill.md shows the files as they are written, and names tests that are there. */
class BackfillDocTest {
  private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+IT)\\.([A-Za-z]+)` \\|");

  private static String doc() throws IOException {
    return Files.readString(Path.of("../docs/backfill.md"));
  }

  @Test
  void showsTheFilesAsTheyAreWritten() throws IOException {
    BackfillCycle cycle =
        BackfillCycle.of(
            "memory.memories",
            List.of("importance=least(1.0, length(content) / 1000.0)"),
            List.of("real"),
            5);

    for (String text : cycle.files().values()) {
      assertThat(doc()).contains("\n" + text + "```\n");
    }
  }

  @Test
  void eachHoleHasItsTest() throws IOException {
    Matcher named = TEST.matcher(doc());
    int holes = 0;
    while (named.find()) {
      assertThat(methods(named.group(1))).as(named.group(1)).contains(named.group(2));
      holes++;
    }
    assertThat(holes).isGreaterThan(15);
  }

  private static List<String> methods(String test) {
    return Stream.of("apply", "backfill")
        .flatMap(folder -> find("dev.memdb." + folder + "." + test))
        .flatMap(found -> Arrays.stream(found.getDeclaredMethods()))
        .map(Method::getName)
        .toList();
  }

  private static Stream<Class<?>> find(String name) {
    try {
      return Stream.of(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return Stream.empty();
    }
  }
}
