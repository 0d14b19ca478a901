package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes a status by server-side apply, and only when it has changed. The watch lags behind our own
 * writes, so what was written last is remembered here: judged by the watch's copy, the same news
 * would be written twice. A copy that is newer than our last write and says something else was
 * written by another hand: a leader that was deposed while it slept may wake up and tell old news.
 */
final class StatusWriter {
  /** Never changes: another name would leave the fields of the old one behind for ever. */
  static final String FIELD_MANAGER = "memdb";

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final InstalledDefinition definition;
  private final Map<String, Written> written = new ConcurrentHashMap<>();

  /**
   * Our last write.
   *
   * @param status what we told
   * @param stored the same as the API server has it: it may not know every field
   * @param version the resource's version since then
   */
  private record Written(MemoryDatabaseStatus status, MemoryDatabaseStatus stored, long version) {}

  StatusWriter(KubernetesClient client, InstalledDefinition definition) {
    this.client = client;
    this.definition = definition;
  }

  /** What the status says now, as far as we know; null: nothing yet. */
  MemoryDatabaseStatus current(MemoryDatabase resource) {
    Written ours = written.get(resource.getMetadata().getUid());
    return ours == null || isForeign(resource) ? resource.getStatus() : ours.status();
  }

  /** Whether somebody else has written this status after us; false when we never wrote one. */
  boolean isForeign(MemoryDatabase resource) {
    Written ours = written.get(resource.getMetadata().getUid());
    return ours != null
        && version(resource) > ours.version()
        && !Objects.equals(resource.getStatus(), ours.stored());
  }

  private static long version(MemoryDatabase resource) {
    return Long.parseLong(resource.getMetadata().getResourceVersion());
  }

  /**
   * Writes it, when it differs from what is there.
   *
   * @return true when something was written
   */
  boolean write(MemoryDatabase resource, MemoryDatabaseStatus status) {
    definition.check();
    if (status.equals(current(resource))) {
      return false;
    }
    String uid = resource.getMetadata().getUid();
    try {
      MemoryDatabase stored = apply(resource, status);
      written.put(uid, new Written(status, stored.getStatus(), version(stored)));
      return true;
    } catch (KubernetesClientException e) {
      written.remove(uid);
      definition.refused();
      boolean gone = e.getCode() == NOT_FOUND || e.getCode() == UNPROCESSABLE;
      if (gone || e.getCode() == CONFLICT) {
        return false; // deleted meanwhile, or written by somebody else: the next event tells
      }
      throw e;
    }
  }

  private MemoryDatabase apply(MemoryDatabase resource, MemoryDatabaseStatus status) {
    MemoryDatabase fresh = new MemoryDatabase();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(resource.getMetadata().getNamespace())
            .withName(resource.getMetadata().getName())
            .withUid(resource.getMetadata().getUid())
            .build());
    fresh.setStatus(definition.schema().prune(status));
    return client
        .resource(fresh)
        .subresource("status")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(FIELD_MANAGER)
                .withForce(true)
                .build());
  }

  /** The resource is gone. */
  void forget(String uid) {
    written.remove(uid);
  }
}
