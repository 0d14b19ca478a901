package dev.memdb.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;

/** A MemoryDatabase as somebody may have typed it, right or wrong. Without more it is right. */
final class Draft {
  private final ObjectNode root =
      Serialization.unmarshal(
          """
          apiVersion: memdb.dev/v1alpha1
          kind: MemoryDatabase
          metadata: {name: recall, namespace: default}
          spec:
            targetVersion: "7"
            migrations: {bundled: memory-core}
            schemas: [memory]
            environments:
            - {name: staging, connection: {secretRef: {name: recall-staging}}}
            - name: production
              connection: {secretRef: {name: recall-production}}
              promotion: {after: [staging]}
          """,
          ObjectNode.class);

  private Draft() {}

  static Draft valid() {
    return new Draft();
  }

  /**
   * Changes one field.
   *
   * @param path field names and list positions with slashes between
   * @param yaml the new value; null: the field is removed
   */
  Draft with(String path, String yaml) {
    int last = path.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) root.at(last < 0 ? "" : "/" + path.substring(0, last));
    String field = path.substring(last + 1);
    if (yaml == null) {
      parent.remove(field);
    } else {
      parent.set(field, value(yaml));
    }
    return this;
  }

  GenericKubernetesResource resource() {
    return Serialization.unmarshal(root.toString(), GenericKubernetesResource.class);
  }

  private static JsonNode value(String yaml) {
    return Serialization.unmarshal("value: " + yaml, JsonNode.class).get("value");
  }
}
