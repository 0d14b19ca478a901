package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file that is too large is refused in words, in a heap that is no larger than an operator's. */
class LargeFileTest {
  /** 60 % of the 512Mi that the chart gives. */
  private static final List<String> HEAP = List.of("-Xmx307m", "-XX:+ExitOnOutOfMemoryError");

  @Test
  void fiftyMegabytesAreRefusedAndTheNextFileIsJudged() {
    try (ChildJvm child = ChildJvm.start(HEAP, LargeFileMain.class)) {
      child.await();

      assertThat(child.output())
          .anyMatch(
              l ->
                  l.startsWith("50 MB: 1 V1__large.sql:1:1: error: ")
                      && l.contains("at most 1 MiB are read"))
          .anyMatch(l -> l.startsWith("1 MiB of statements: "))
          .anyMatch(l -> l.startsWith("1 MiB of rows: "))
          .anyMatch(
              l ->
                  l.startsWith("a small one: ")
                      && l.contains("[require-concurrent-index-creation]"));
    }
  }
}
