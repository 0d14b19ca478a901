package dev.memdb.report;

import dev.memdb.api.EnvironmentState;
import dev.memdb.report.ResourceReading.EnvironmentReading;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How each resource and each of its environments stands, as gauges. Only the latest reading of each
 * resource is kept, and series are made of it when somebody scrapes: telling costs one entry in a
 * map, and what is not in a reading any more has no series. Thread-safe.
 */
public final class ResourceGauges {
  private final PrometheusRegistry registry;
  private final Map<String, ResourceReading> readings = new ConcurrentHashMap<>();

  /** Gauges of nothing yet, registered. */
  public ResourceGauges(PrometheusRegistry registry) {
    this.registry = registry;
    ofResources();
    ofEnvironments();
  }

  /** This is how a resource stands now. */
  public void tell(ResourceReading reading) {
    readings.put(key(reading.namespace(), reading.name()), reading);
  }

  /** A resource is gone; nothing happens when another one has its name by now. */
  public void forget(String namespace, String name, String uid) {
    readings.computeIfPresent(
        key(namespace, name), (key, reading) -> reading.uid().equals(uid) ? null : reading);
  }

  private static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  private void ofResources() {
    resource(
        "memdb_ready",
        "1: every environment is at or ahead of the target, in parity; 0: not so",
        r -> OptionalDouble.of(r.ready() ? 1 : 0));
    gauge(
        "memdb_ready_reason",
        "1 for the reason of condition Ready",
        (r, gauge) -> gauge.call(1, r.namespace(), r.name(), r.reason().text()),
        "namespace",
        "name",
        "reason");
    resource(
        "memdb_schema_parity",
        "1: the environments' schemas are equal; 0: they differ; absent while that is not known",
        r ->
            r.parity()
                .map(equal -> OptionalDouble.of(equal ? 1 : 0))
                .orElse(OptionalDouble.empty()));
  }

  private void ofEnvironments() {
    gauge(
        "memdb_environment_state",
        "1 for the state of the environment and the reason for it",
        (r, gauge) ->
            r.environments()
                .forEach(
                    e ->
                        gauge.call(
                            1,
                            r.namespace(),
                            r.name(),
                            e.name(),
                            text(e.state()),
                            e.reason().text())),
        "namespace",
        "name",
        "environment",
        "state",
        "reason");
    environment(
        "memdb_environment_pending_versions",
        "versions that are still to be applied",
        e -> OptionalDouble.of(e.pending()));
    environment(
        "memdb_environment_drift_objects",
        "objects that differ from what the migrations made; absent until the schema was read",
        e ->
            e.drift().isPresent()
                ? OptionalDouble.of(e.drift().getAsInt())
                : OptionalDouble.empty());
    environment(
        "memdb_environment_last_look_timestamp_seconds",
        "when a look or a run last ended, successful or not; absent until then",
        e ->
            e.lookedAt()
                .map(at -> OptionalDouble.of(at.toEpochMilli() / 1e3))
                .orElse(OptionalDouble.empty()));
  }

  private void resource(
      String metric, String help, Function<ResourceReading, OptionalDouble> value) {
    gauge(
        metric,
        help,
        (r, gauge) -> value.apply(r).ifPresent(v -> gauge.call(v, r.namespace(), r.name())),
        "namespace",
        "name");
  }

  private void environment(
      String metric, String help, Function<EnvironmentReading, OptionalDouble> value) {
    gauge(
        metric,
        help,
        (r, gauge) ->
            r.environments()
                .forEach(
                    e ->
                        value
                            .apply(e)
                            .ifPresent(v -> gauge.call(v, r.namespace(), r.name(), e.name()))),
        "namespace",
        "name",
        "environment");
  }

  private void gauge(
      String metric,
      String help,
      BiConsumer<ResourceReading, GaugeWithCallback.Callback> series,
      String... labels) {
    GaugeWithCallback.builder()
        .name(metric)
        .help(help)
        .labelNames(labels)
        .callback(gauge -> readings.values().forEach(reading -> series.accept(reading, gauge)))
        .register(registry);
  }

  /** As the status has it: {@code Ready}. */
  private static String text(EnvironmentState state) {
    return state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
  }
}
