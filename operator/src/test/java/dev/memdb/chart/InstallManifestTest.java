package dev.memdb.chart;

import dev.memdb.testkit.Golden;
import org.junit.jupiter.api.Test;

class InstallManifestTest {
  private static final String DEFINITION = "memorydatabases.memdb.dev.yaml";

  /** The chart's copy of the definition comes first: the manifest is made of it. */
  @Test
  void theCommittedManifestIsTheOneThatTheChartMakes() {
    new Golden("helm/memory-database-operator/files/" + DEFINITION)
        .verify(new Golden("crds/" + DEFINITION).read(), InstallManifestTest.class);
    new Golden("manifests/install.yaml").verify(Chart.installManifest(), InstallManifestTest.class);
  }
}
