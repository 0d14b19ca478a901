package dev.memdb.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes notices as Kubernetes events. The same notice again is the same event with a higher
 * count. Events are a courtesy: one that cannot be published is logged, and nothing else happens.
 */
public final class EventPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
  private static final String CONTROLLER = "memdb.dev/operator";

  /** Events that may still get a higher count; what falls out begins anew. */
  private static final int REMEMBERED = 2048;

  /** The API wants microseconds, all six of them. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Map<String, Series> published =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
          return size() > REMEMBERED;
        }
      };

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
      apply(event(about, notice));
    } catch (KubernetesClientException e) {
      String why = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      LOG.warn("event {} was not published: {}", notice.reason(), why);
    }
  }

  private void apply(Event event) {
    Series series = count(event.getMetadata().getName());
    Resource<Event> resource =
        client
            .events()
            .v1()
            .events()
            .inNamespace(event.getMetadata().getNamespace())
            .resource(series.into(event));
    try {
      resource.fieldManager("memdb").forceConflicts().serverSideApply();
    } catch (KubernetesClientException e) {
      if (e.getCode() != 422) {
        throw e;
      }
      // another process published it first: its eventTime cannot be changed, its series can
      resource.patch(PatchContext.of(PatchType.JSON_MERGE), series.patch());
    }
  }

  private synchronized Series count(String name) {
    Instant now = clock.instant();
    return published.merge(
        name, new Series(now, now, 1), (old, fresh) -> new Series(old.first, now, old.count + 1));
  }

  private Event event(MemoryDatabase about, Notice notice) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.getMetadata().getNamespace())
        .withName(name(about, notice))
        .endMetadata()
        .withType(notice.type().text())
        .withReason(notice.reason())
        .withNote(notice.note())
        .withAction("Reconcile")
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withRegarding(reference(about))
        .build();
  }

  /** Reason and note of an event cannot be changed, so another note is another event. */
  private static String name(MemoryDatabase about, Notice notice) {
    String identity =
        String.join("\n", about.getMetadata().getUid(), notice.reason(), notice.note());
    UUID hash = UUID.nameUUIDFromBytes(identity.getBytes(UTF_8));
    return about.getMetadata().getName() + "." + hash;
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

  /** The first and the last time of an event, and how often it happened. */
  private record Series(Instant first, Instant last, int count) {
    Event into(Event event) {
      EventBuilder builder = new EventBuilder(event).withEventTime(micros(first));
      return count == 1
          ? builder.build()
          : builder
              .withNewSeries()
              .withCount(count)
              .withLastObservedTime(micros(last))
              .endSeries()
              .build();
    }

    String patch() {
      return "{\"series\":{\"count\":%d,\"lastObservedTime\":\"%s\"}}"
          .formatted(Math.max(2, count), MICROS.format(last));
    }

    private static MicroTime micros(Instant instant) {
      return new MicroTime(MICROS.format(instant));
    }
  }
}
