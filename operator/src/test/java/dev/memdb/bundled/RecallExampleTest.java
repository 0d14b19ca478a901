package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The example as people copy it, read strictly: a field that does not exist is an error. */
class RecallExampleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void asksForTheLatestVersionOfMemoryCore() throws IOException {
    assertThat(spec().migrations().bundled()).isEqualTo("memory-core");
    assertThat(spec().targetVersion()).isEqualTo(Integer.toString(MemoryCore.migrations().size()));
  }

  @Test
  void bringsTheSecretsThatItNames() throws IOException {
    List<JsonNode> secrets = ofKind("Secret");

    assertThat(spec().environments())
        .extracting(e -> e.connection().secretRef().name())
        .containsExactlyElementsOf(
            secrets.stream().map(s -> s.at("/metadata/name").textValue()).toList());
    assertThat(secrets)
        .allSatisfy(
            secret ->
                assertThat(secret.get("stringData").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("host", "port", "dbname", "username", "password"));
  }

  @Test
  void putsProductionBehindStaging() throws IOException {
    EnvironmentSpec production = spec().environments().get(1);

    assertThat(production.name()).isEqualTo("production");
    assertThat(production.promotion().after()).containsExactly("staging");
  }

  private static MemoryDatabaseSpec spec() throws IOException {
    JsonNode resource = ofKind("MemoryDatabase").get(0);
    assertThat(resource.get("apiVersion").textValue())
        .isEqualTo(MemoryDatabase.GROUP + "/" + MemoryDatabase.VERSION);
    return JSON.treeToValue(resource.get("spec"), MemoryDatabaseSpec.class);
  }

  private static List<JsonNode> ofKind(String kind) throws IOException {
    String yaml = Files.readString(Path.of("../manifests/examples/recall.yaml"));
    Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    return StreamSupport.stream(documents.spliterator(), false)
        .map(document -> JSON.<JsonNode>valueToTree(document))
        .filter(document -> document.get("kind").textValue().equals(kind))
        .toList();
  }
}
