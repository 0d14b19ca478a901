package dev.memdb.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.ApiServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InstallManifestIT {
  private static final String MANIFEST =
      Path.of(System.getProperty("memdb.root", ".."), "manifests/install.yaml").toString();

  @Test
  void isTakenByAnApiServerThatRefusesUnknownFields() {
    try (ApiServer server = ApiServer.start()) {
      server.kubectl("apply", "--validate=strict", "-f", MANIFEST);

      assertThat(server.kubectl("apply", "-f", MANIFEST).lines())
          .hasSizeGreaterThan(8)
          .allMatch(line -> line.endsWith(" unchanged"));
    }
  }
}
