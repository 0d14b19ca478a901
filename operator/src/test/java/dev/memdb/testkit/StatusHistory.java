package dev.memdb.testkit;

import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabase;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Every state of a resource that a watcher could see, from now on. */
public final class StatusHistory implements AutoCloseable {
  private final List<MemoryDatabase> seen = new CopyOnWriteArrayList<>();
  private final Watch watch;

  private StatusHistory(TestMemoryDatabase resource) {
    this.watch =
        resource
            .namespace()
            .client()
            .resources(MemoryDatabase.class)
            .inNamespace(resource.namespace().name())
            .withName(resource.name())
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, MemoryDatabase now) {
                    seen.add(now);
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    // what was seen until then is what there is
                  }
                });
  }

  public static StatusHistory of(TestMemoryDatabase resource) {
    return new StatusHistory(resource);
  }

  /** The states so far, oldest first. */
  public List<MemoryDatabase> seen() {
    return List.copyOf(seen);
  }

  /** One line per state, for people. */
  public List<String> lines() {
    return seen.stream().map(StatusHistory::line).toList();
  }

  private static String line(MemoryDatabase mdb) {
    String ready =
        Resources.condition(mdb, "Ready")
            .map(c -> "Ready=%s/%s@%d".formatted(c.status(), c.reason(), c.observedGeneration()))
            .orElse("no status");
    String environments =
        mdb.getStatus() == null
            ? ""
            : mdb.getStatus().environments().stream()
                .map(StatusHistory::entry)
                .collect(Collectors.joining(", "));
    return "generation %d %s [%s]"
        .formatted(mdb.getMetadata().getGeneration(), ready, environments);
  }

  private static String entry(EnvironmentStatus e) {
    return "%s %s %s: %s"
        .formatted(e.name(), e.version(), e.reason() == null ? "?" : e.reason().text(), e.note());
  }

  @Override
  public void close() {
    watch.close();
  }
}
