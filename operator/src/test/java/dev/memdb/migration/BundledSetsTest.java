package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledSetsTest {

  @Test
  void everySetThatShipsIsWithoutProblems() {
    for (String name : BundledSets.names()) {
      assertThat(Files.problems(BundledSets.files(name).orElseThrow())).as(name).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "memory", "../memory-core", "memory-core/", "MEMORY-CORE"})
  void onlyTheNamesThatShipAreThere(String name) {
    assertThat(BundledSets.files(name)).isEmpty();
  }
}
