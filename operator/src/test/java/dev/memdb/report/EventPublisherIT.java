package dev.memdb.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.Reason;
import dev.memdb.testkit.ApiServer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events on the real API server. A test has a namespace of its own. */
class EventPublisherIT {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456Z");
  private static final Notice TROUBLE = Notice.warning(Reason.UNREACHABLE, "staging: no route");

  private final KubernetesClient client = ApiServer.shared().client();
  private final String namespace = ApiServer.shared().namespace();
  private final MemoryDatabase recall = recall();

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void publishesAnEventAboutTheResource() {
    publisher(NOW).publish(recall, TROUBLE);

    Event event = only();
    assertThat(event.getType()).isEqualTo("Warning");
    assertThat(event.getReason()).isEqualTo("Unreachable");
    assertThat(event.getMessage()).isEqualTo("staging: no route");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo(recall.getMetadata().getUid());
    assertThat(event.getSource().getComponent()).isEqualTo("memdb");
    assertThat(event.getReportingInstance()).isEqualTo("memdb-0");
    assertThat(event.getFirstTimestamp()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(event.getLastTimestamp()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(event.getCount()).isEqualTo(1);
  }

  @Test
  void theSameAgainIsTheSameEventWithACount() {
    MovingClock clock = new MovingClock();
    EventPublisher publisher = new EventPublisher(client, "memdb-0", clock);
    publisher.publish(recall, TROUBLE);
    clock.now = NOW.plus(Duration.ofMinutes(3));
    publisher.publish(recall, TROUBLE);
    publisher.publish(recall, TROUBLE);

    assertThat(only().getCount()).isEqualTo(3);
    assertThat(only().getFirstTimestamp()).isEqualTo("2026-03-01T10:00:00Z");
    assertThat(only().getLastTimestamp()).isEqualTo("2026-03-01T10:03:00Z");
  }

  @Test
  void eventsOfOneSecondKeepTheirOrder() {
    EventPublisher publisher = publisher(NOW);
    List<String> notes = IntStream.range(0, 5).mapToObj(i -> "note " + i).toList();
    notes.forEach(note -> publisher.publish(recall, Notice.normal("Migrated", note)));

    assertThat(events()).extracting(Event::getMessage).containsExactlyElementsOf(notes);
  }

  @Test
  void anotherNoteIsAnotherEvent() {
    EventPublisher publisher = publisher(NOW);
    publisher.publish(recall, TROUBLE);
    publisher.publish(recall, Notice.warning(Reason.UNREACHABLE, "production: no route"));
    publisher.publish(recall, Notice.normal("Migrated", "staging is at version 7"));

    assertThat(events()).hasSize(3);
  }

  @Test
  void anEndlessNoteIsCut() {
    publisher(NOW).publish(recall, Notice.normal("Migrated", "\uD83D\uDE00".repeat(5000)));

    assertThat(only().getMessage().getBytes(UTF_8)).hasSizeBetween(1020, 1024);
    assertThat(only().getMessage()).endsWith("\uD83D\uDE00…");
  }

  @Test
  void whatCannotBePublishedIsNoFailure() {
    recall.getMetadata().setNamespace("not-there");

    publisher(NOW).publish(recall, TROUBLE);

    assertThat(events()).isEmpty();
  }

  private EventPublisher publisher(Instant now) {
    return new EventPublisher(client, "memdb-0", Clock.fixed(now, ZoneOffset.UTC));
  }

  private Event only() {
    assertThat(events()).hasSize(1);
    return events().get(0);
  }

  private List<Event> events() {
    return client.v1().events().inNamespace(namespace).list().getItems();
  }

  private MemoryDatabase recall() {
    MemoryDatabase resource = new MemoryDatabase();
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName("recall")
            .withUid(UUID.randomUUID().toString())
            .build());
    return resource;
  }

  private static final class MovingClock extends Clock {
    private Instant now = NOW;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
