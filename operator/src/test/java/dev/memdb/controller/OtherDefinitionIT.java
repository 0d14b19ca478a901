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
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** An operator and its resource definition that were not upgraded, or rolled back, together. */
class OtherDefinitionIT {
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
        assertThat(operator.scrape().value("memdb_crd_outdated")).hasValue(1);
        String settled = mdb.get().getMetadata().getResourceVersion();
        mdb.annotate(MemoryDatabase.HOLD, null); // another turn of the loop
        namespace.memoryDatabase("other").create("1", Sql.upTo(1)).awaitReady();
        assertThat(mdb.get().getMetadata().getResourceVersion()).isEqualTo(settled);
      }
    }
  }

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void theDefinitionIsRolledBackWhileItRuns() {
    try (ApiServer server = ApiServer.start().withCrds();
        KubernetesClient client = server.client();
        TestNamespace namespace = TestNamespace.create(server);
        OperatorFixture operator = OperatorFixture.start(namespace)) {
      TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("1", Sql.upTo(2));
      mdb.awaitReady();
      assertThat(mdb.get().getStatus().versions()).isNotNull();
      assertThat(operator.scrape().value("memdb_crd_outdated")).hasValue(0);

      makeOlder(client);

      mdb.target("2").awaitReady();
      assertThat(mdb.environment("production").version()).isEqualTo("2");
      assertThat(mdb.get().getStatus().versions()).isNull();
      assertThat(operator.scrape().value("memdb_crd_outdated")).hasValue(1);
    }
  }

  @Test
  @SuppressWarnings("try") // the operator works by being there
  void aFieldThatTheOperatorDoesNotKnowStopsItsResourceAndNoOther() {
    try (ApiServer server = ApiServer.start().withCrds();
        KubernetesClient client = server.client()) {
      edit(client, OtherDefinitionIT::newer);
      try (TestNamespace namespace = TestNamespace.create(server);
          OperatorFixture operator = OperatorFixture.start(namespace)) {
        TestMemoryDatabase mdb = namespace.memoryDatabase("recall").create("1", Sql.upTo(2));
        mdb.awaitReady();

        mdb.patch("{\"spec\":{\"targetVersion\":\"2\",\"approval\":\"Manual\"}}");

        mdb.awaitReason("InvalidSpec");
        assertThat(mdb.message()).contains("does not know spec.approval", "upgrade the operator");
        namespace.memoryDatabase("other").create("2", Sql.upTo(2)).awaitReady();
        assertThat(mdb.environment("staging").version()).isEqualTo("1");
        mdb.patch("{\"spec\":{\"approval\":null}}").awaitReady();
        assertThat(mdb.environment("staging").version()).isEqualTo("2");
      }
    }
  }

  private static CustomResourceDefinition newer(CustomResourceDefinition crd) {
    crd.getSpec()
        .getVersions()
        .get(0)
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec")
        .getProperties()
        .put("approval", new JSONSchemaPropsBuilder().withType("string").build());
    return crd;
  }

  private static void makeOlder(KubernetesClient client) {
    edit(client, OtherDefinitionIT::older);
  }

  private static void edit(
      KubernetesClient client, UnaryOperator<CustomResourceDefinition> change) {
    client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName(HasMetadata.getFullResourceName(MemoryDatabase.class))
        .edit(change);
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
