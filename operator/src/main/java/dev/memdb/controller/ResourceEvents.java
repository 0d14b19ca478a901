package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Tells the loop that a task has ended, and the tasks that their resource is gone. There is no
 * finalizer, so a deletion is only seen here; it comes before filters, queues and rate limits.
 */
final class ResourceEvents extends SimpleInboundEventSource<MemoryDatabase>
    implements ResourceEventAware<MemoryDatabase> {
  private final Consumer<MemoryDatabase> gone;
  private final Consumer<MemoryDatabase> told;

  /**
   * @param gone called when a resource was deleted, or deleted and made again
   * @param told called when its status was written, by whomever
   */
  ResourceEvents(Consumer<MemoryDatabase> gone, Consumer<MemoryDatabase> told) {
    super("tasks");
    this.gone = gone;
    this.told = told;
  }

  @Override
  public void onResourceDeleted(MemoryDatabase resource) {
    gone.accept(resource);
  }

  @Override
  public void onResourceUpdated(MemoryDatabase now, MemoryDatabase before) {
    if (!now.getMetadata().getUid().equals(before.getMetadata().getUid())) {
      gone.accept(before);
    } else if (!Objects.equals(now.getStatus(), before.getStatus())) {
      told.accept(now);
    }
  }
}
