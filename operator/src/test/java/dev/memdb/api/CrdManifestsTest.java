package dev.memdb.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.Golden;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdManifestsTest {
  private static final Golden COMMITTED = new Golden(CrdManifests.PATH);

  @Test
  void theCommittedDefinitionIsTheOneThatTheTypesMake() {
    COMMITTED.verify(CrdManifests.yaml(), CrdManifestsTest.class);
  }

  @Test
  void everyFieldIsDescribed() {
    CustomResourceDefinition definition =
        Serialization.unmarshal(CrdManifests.yaml(), CustomResourceDefinition.class);
    JSONSchemaProps root =
        definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    List<String> undescribed = new ArrayList<>();
    root.getProperties().forEach((name, schema) -> collect("." + name, schema, undescribed));

    assertThat(undescribed).isEmpty();
  }

  private static void collect(String path, JSONSchemaProps schema, List<String> undescribed) {
    if (schema.getDescription() == null) {
      undescribed.add(path);
    }
    JSONSchemaProps fields = schema.getItems() == null ? schema : schema.getItems().getSchema();
    if (fields.getProperties() != null) {
      fields.getProperties().forEach((name, f) -> collect(path + "." + name, f, undescribed));
    }
  }
}
