package dev.memdb.chart;

import dev.memdb.testkit.TestNamespace;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;

/**
 * Someone who may do this or that, asked for as {@code kubectl auth can-i --as} does it.
 *
 * @param name as the API server knows it
 */
record User(String name) {
  static User account(String namespace, String name) {
    return new User("system:serviceaccount:" + namespace + ":" + name);
  }

  /**
   * Whether that is allowed for every object of the kind.
   *
   * @param right verb, and resource with group and subresource: {@code get deployments.apps/scale}
   */
  boolean may(TestNamespace where, String right) {
    return may(where, right, null);
  }

  /**
   * Whether that is allowed.
   *
   * @param object its name; null: every one
   */
  boolean may(TestNamespace where, String right, String object) {
    String[] words = right.split(" ", -1);
    String[] resource = words[1].split("/", 2);
    String[] group = resource[0].split("\\.", 2);
    ResourceAttributes attributes = new ResourceAttributes();
    attributes.setNamespace(where.name());
    attributes.setVerb(words[0]);
    attributes.setResource(group[0]);
    attributes.setGroup(group.length == 1 ? "" : group[1]);
    attributes.setSubresource(resource.length == 1 ? null : resource[1]);
    attributes.setName(object);
    return where
        .client()
        .resource(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(name)
                .withResourceAttributes(attributes)
                .endSpec()
                .build())
        .create()
        .getStatus()
        .getAllowed();
  }
}
