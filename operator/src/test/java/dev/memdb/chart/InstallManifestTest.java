package dev.memdb.chart;

import dev.memdb.testkit.Golden;
import org.junit.jupiter.api.Test;

class InstallManifestTest {
  private static final Golden COMMITTED = new Golden("manifests/install.yaml");

  @Test
  void theCommittedManifestIsTheOneThatTheChartMakes() {
    COMMITTED.verify(Chart.installManifest(), InstallManifestTest.class);
  }
}
