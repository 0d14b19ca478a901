package dev.memdb.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading resources with the client's own mapper, as informers do. */
class MemoryDatabaseTest {
  private static final KubernetesSerialization CLIENT = new KubernetesSerialization();

  @Test
  void readsWhatANewerOperatorWrote() {
    MemoryDatabase resource =
        read(
            """
            status:
              observedGeneration: 3
              shiny: new
              environments:
              - {name: staging, state: Dreaming, reason: NotKnownYet, dreams: [1, 2], version: "7"}
            """);

    EnvironmentStatus staging = resource.getStatus().environments().get(0);
    assertThat(staging.version()).isEqualTo("7");
    assertThat(staging.state()).isNull();
    assertThat(staging.reason()).isNull();
  }

  @Test
  void remembersWhatItDoesNotKnow() {
    MemoryDatabaseSpec spec =
        read("""
                spec:
                  targetVersion: "7"
                  rehearsal: {mode: Auto, pods: [a]}
                  environments:
                  - {name: a, mode: Dream, promotion: {after: [b], soak: 1h}}
                  suspend: true
                """)
            .getSpec();

    assertThat(spec.unknown())
        .containsExactlyInAnyOrder(
            "spec.rehearsal",
            "spec.environments[0].mode: Dream",
            "spec.environments[0].promotion.soak");
    assertThat(spec.environments().get(0).promotion().after()).containsExactly("b");
    assertThat(spec.suspend()).isTrue();
  }

  @Test
  void writesNothingOfWhatItDoesNotKnow() {
    MemoryDatabaseSpec spec = read("spec: {targetVersion: '7', dreams: {}}").getSpec();

    assertThat(CLIENT.asJson(spec)).isEqualTo("{\"targetVersion\":\"7\"}");
  }

  @Test
  void absentListsAreEmpty() {
    MemoryDatabaseSpec spec = read("spec: {targetVersion: '7', migrations: {}}").getSpec();

    assertThat(spec.environments()).isEmpty();
    assertThat(spec.schemas()).isEmpty();
    assertThat(spec.migrations().configMaps()).isEmpty();
    assertThat(spec.suspend()).as("defaults live in code").isNull();
  }

  @Test
  void emptyFieldsAreNotWritten() {
    MemoryDatabase resource = new MemoryDatabase();
    resource.setStatus(
        new MemoryDatabaseStatus(
            1L,
            null,
            null,
            List.of(
                new EnvironmentStatus(
                    "staging", "", null, null, Reason.CHECKING, null, null, null, null, null)),
            "",
            null));

    assertThat(CLIENT.asJson(resource))
        .contains(
            "\"status\":{\"observedGeneration\":1,\"environments\":[{\"name\":\"staging\","
                + "\"reason\":\"Checking\"}]}");
  }

  private static MemoryDatabase read(String yaml) {
    return CLIENT.unmarshal(
        "apiVersion: memdb.dev/v1alpha1\nkind: MemoryDatabase\n" + yaml, MemoryDatabase.class);
  }
}
