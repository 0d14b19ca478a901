package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.ApiServer;
import dev.memdb.testkit.CapturedLog;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** An operator that was upgraded before its resource definition. */
class OldDefinitionIT {
  @Test
  @SuppressWarnings("try") // the operator works by being there
  void fieldsThatItDoesNotDeclareAreLeftOut() {
    try (ApiServer server = ApiServer.start().withCrds();
        KubernetesClient client = server.client()) {
      makeOlder(client);
      try (CapturedLog log = CapturedLog.begin();
          TestNamespace namespace = TestNamespace.create(server);
          OperatorFixture operator = OperatorFixture.start(namespace)) {
        TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("2", Sql.upTo(2));

        mdb.awaitReady();

        assertThat(mdb.get().getStatus().versions()).isNull();
        assertThat(mdb.environment("staging").recentMigration()).isNull();
        assertThat(mdb.environment("staging").version()).isEqualTo("2");
        assertThat(log.lines())
            .filteredOn(l -> l.contains("the installed CRD is older than this operator"))
            .anyMatch(l -> l.contains("status.versions"))
            .anyMatch(l -> l.contains("status.environments[].recentMigration"))
            .hasSize(2);
        String settled = mdb.get().getMetadata().getResourceVersion();
        mdb.annotate(MemoryDatabase.HOLD, null); // another turn of the loop
        namespace.memoryDatabase("other").create("1", Sql.upTo(1)).awaitReady();
        assertThat(mdb.get().getMetadata().getResourceVersion()).isEqualTo(settled);
      }
    }
  }

  private static void makeOlder(KubernetesClient client) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(HasMetadata.getFullResourceName(MemoryDatabase.class))
        .edit(OldDefinitionIT::older);
  }

  private static CustomResourceDefinition older(CustomResourceDefinition crd) {
    JSONSchemaProps schema = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    JSONSchemaProps status = schema.getProperties().get("status");
    status.getProperties().remove("versions");
    status
        .getProperties()
        .get("environments")
        .getItems()
        .getSchema()
        .getProperties()
        .remove("recentMigration");
    crd.getSpec().getVersions().get(0).getAdditionalPrinterColumns().clear();
    return crd;
  }
}
