package dev.memdb.report;

import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes notices as Kubernetes events. The same notice again is the same event with a higher
 * count. Events are a courtesy: one that cannot be published is logged, and nothing else happens.
 *
 * <p>These are events of the core API and not of {@code events.k8s.io}: only they have the time by
 * which {@code kubectl describe} sorts.
 */
public final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final String COMPONENT = "memdb";

  /** Events that may still get a higher count; what falls out begins anew. */
  private static final int REMEMBERED = 2048;

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Map<Key, Occurrences> published =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Occurrences> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long lastNumber;

  /**
   * A publisher.
   *
   * @param instance who publishes: the name of the pod
   */
  public EventPublisher(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  /** Publishes; does not throw when the API server refuses. */
  public void publish(MemoryDatabase about, Notice notice) {
    try {
      client
          .resource(event(about, notice, count(about, notice)))
          .fieldManager(COMPONENT)
          .forceConflicts()
          .serverSideApply();
    } catch (KubernetesClientException e) {
      String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      LOG.warn("event {} was not published: {}", notice.reason(), why);
    }
  }

  private synchronized Occurrences count(MemoryDatabase about, Notice notice) {
    Instant now = clock.instant();
    return published.compute(
        new Key(about.getMetadata().getUid(), notice),
        (key, before) ->
            before == null
                ? new Occurrences(number(now), now, now, 1)
                : new Occurrences(before.number, before.first, now, before.count + 1));
  }

  /** Ascending with time: in one second, events are shown in the order of their names. */
  private long number(Instant now) {
    lastNumber = Math.max(lastNumber + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    return lastNumber;
  }

  private Event event(MemoryDatabase about, Notice notice, Occurrences occurrences) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getMetadata().getNamespace())
        .withName("%s.%016x".formatted(about.getMetadata().getName(), occurrences.number))
        .endMetadata()
        .withType(notice.type().text())
        .withReason(notice.reason())
        .withMessage(notice.note())
        .withFirstTimestamp(seconds(occurrences.first))
        .withLastTimestamp(seconds(occurrences.last))
        .withCount(occurrences.count)
        .withNewSource()
        .withComponent(COMPONENT)
        .endSource()
        .withReportingComponent(COMPONENT)
        .withReportingInstance(instance)
        .withInvolvedObject(reference(about))
        .build();
  }

  private static ObjectReference reference(MemoryDatabase about) {
    return new ObjectReferenceBuilder()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withNamespace(about.getMetadata().getNamespace())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .build();
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What makes two events the same. */
  private record Key(String uid, Notice notice) {}

  /** How often, and when. */
  private record Occurrences(long number, Instant first, Instant last, int count) {}
}
