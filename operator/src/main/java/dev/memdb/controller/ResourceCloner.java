package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Copies a resource out of the watch's cache. The usual way, to JSON and back, would lose what the
 * spec remembers of unknown fields; spec and status are records, which need no copy.
 */
final class ResourceCloner implements Cloner {
  private final KubernetesSerialization serialization;

  ResourceCloner(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  @Override
  @SuppressWarnings("unchecked") // the same class comes back
  public <R extends HasMetadata> R clone(R resource) {
    if (resource instanceof MemoryDatabase original) {
      MemoryDatabase copy = new MemoryDatabase();
      copy.setMetadata(new ObjectMetaBuilder(original.getMetadata()).build());
      copy.setSpec(original.getSpec());
      copy.setStatus(original.getStatus());
      return (R) copy;
    }
    return serialization.clone(resource);
  }
}
