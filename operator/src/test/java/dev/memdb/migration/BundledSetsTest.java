package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundledSetsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "memory", "../memory-core", "memory-core/", "MEMORY-CORE"})
  void onlyTheNamesThatShipAreThere(String name) {
    assertThat(BundledSets.files(name)).isEmpty();
  }
}
