package dev.memdb.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureModesDocTest {
  private static final Pattern ENTRY =
      Pattern.compile("^### (.+)\\n((?:(?!##).*\\n?)*)", Pattern.MULTILINE);

  private static final Map<Severity, String> CHAPTERS =
      Map.of(
          Severity.READY, "Ready",
          Severity.RECONCILING, "Working or waiting",
          Severity.SUSPENDED, "Suspended",
          Severity.STALLED, "Needs you");

  @Test
  void everyReasonHasExactlyOneEntry() throws IOException {
    assertThat(headings(page()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::text).toList());
  }

  @ParameterizedTest
  @EnumSource(Severity.class)
  void everyChapterHasTheReasonsOfItsSeverity(Severity severity) throws IOException {
    String chapter = page().split("(?m)^## " + CHAPTERS.get(severity) + "$", 2)[1];

    assertThat(headings(chapter.split("(?m)^## ", 2)[0]))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values())
                .filter(reason -> reason.severity() == severity)
                .map(Reason::text)
                .toList());
  }

  @Test
  void everyEntrySaysWhatItMeansAndWhatToDo() throws IOException {
    assertThat(ENTRY.matcher(page()).results().map(m -> m.group(2)))
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry).contains("**Means:**", "**Do:**"));
  }

  private static List<String> headings(String text) {
    return ENTRY.matcher(text).results().map(m -> m.group(1)).toList();
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/failure-modes.md"));
  }
}
