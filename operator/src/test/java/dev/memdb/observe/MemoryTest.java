package dev.memdb.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.Version;
import dev.memdb.plan.Judgement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MemoryTest {
  private static Judgement unsafe(String digest, String from, String version) {
    return new Judgement(
        digest,
        Version.of(from),
        Version.of("9"),
        Optional.of(Version.of(version)),
        List.of("V" + version),
        1);
  }

  @Test
  void anUnsafeVersionIsToldOnceForEachSetAndEnvironment() {
    var memory = new Memory();

    assertThat(memory.tells("staging", unsafe("a", "2", "4"))).isTrue();
    assertThat(memory.tells("staging", unsafe("a", "2", "4"))).isFalse();
    assertThat(memory.tells("staging", unsafe("a", "3", "4"))).as("after version 2").isFalse();
    assertThat(memory.tells("production", unsafe("a", "2", "4"))).isTrue();
    assertThat(memory.tells("staging", unsafe("a", "4", "6"))).as("the next one").isTrue();
    assertThat(memory.tells("staging", unsafe("b", "4", "6"))).as("other files").isTrue();
  }
}
