package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which updates of the resource are news: the spec, our two annotations, deletion; not our status.
 */
public final class PrimaryUpdateFilter<P extends HasMetadata> implements OnUpdateFilter<P> {
  private static final List<String> ANNOTATIONS =
      List.of(MemoryDatabase.HOLD, MemoryDatabase.REQUESTED_AT);

  @Override
  public boolean accept(P now, P before) {
    return !Objects.equals(now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !Objects.equals(now.getMetadata().getUid(), before.getMetadata().getUid())
        || now.isMarkedForDeletion()
        || ANNOTATIONS.stream().anyMatch(a -> !Objects.equals(value(now, a), value(before, a)));
  }

  private static String value(HasMetadata resource, String annotation) {
    Map<String, String> annotations = resource.getMetadata().getAnnotations();
    return annotations == null ? null : annotations.get(annotation);
  }
}
