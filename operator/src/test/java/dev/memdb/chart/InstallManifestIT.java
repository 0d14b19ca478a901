package dev.memdb.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.ApiServer;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class InstallManifestIT {
  private static final String MANIFEST =
      Path.of(System.getProperty("memdb.root", ".."), "manifests/install.yaml").toString();

  private static final Pattern EXAMPLE =
      Pattern.compile("-f - <<'YAML'\n(.*?)\nYAML\n", Pattern.DOTALL);

  @Test
  void isTakenByAnApiServerThatRefusesUnknownFields() {
    try (ApiServer server = ApiServer.start()) {
      server.kubectl("apply", "--validate=strict", "-f", MANIFEST);

      assertThat(server.kubectl("apply", "-f", MANIFEST).lines())
          .hasSizeGreaterThan(8)
          .allMatch(line -> line.endsWith(" unchanged"));
    }
  }

  @Test
  void theFirstMemoryDatabaseOfTheDocumentIsTaken() {
    Matcher example = EXAMPLE.matcher(Chart.readFromRoot("docs/install.md"));
    assertThat(example.find()).isTrue();
    ApiServer server = ApiServer.shared().withCrds();

    String answer =
        server
            .kubectl()
            .runWithInput(
                example.group(1),
                "apply",
                "--validate=strict",
                "--namespace=" + server.namespace(),
                "-f",
                "-");

    assertThat(answer).isEqualTo("memorydatabase.memdb.dev/recall created\n");
  }
}
