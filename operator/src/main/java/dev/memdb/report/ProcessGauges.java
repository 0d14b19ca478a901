package dev.memdb.report;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** How this process itself stands: who it is, how busy it is, and whether its CRD fits. */
public final class ProcessGauges {
  private final PrometheusRegistry registry;

  private ProcessGauges(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers them.
   *
   * @param looks where databases are looked at
   * @param runs where they are migrated
   * @param crdOutdated asked at each scrape, so it must not wait for anything
   */
  public static void register(
      PrometheusRegistry registry,
      ThreadPoolExecutor looks,
      ThreadPoolExecutor runs,
      BooleanSupplier crdOutdated) {
    ProcessGauges gauges = new ProcessGauges(registry);
    gauges.build();
    gauges.pool("look", looks);
    gauges.pool("run", runs);
    gauges.gauge(
        "memdb_crd_outdated",
        "1: the installed CRD does not declare every field of the status; 0: it does, as far as is"
            + " known",
        () -> crdOutdated.getAsBoolean() ? 1 : 0);
  }

  private void build() {
    String version = ProcessGauges.class.getPackage().getImplementationVersion();
    Info.builder()
        .name("memdb_build_info")
        .help("1 for the version of this process")
        .labelNames("version")
        .register(registry)
        .setLabelValues(version == null ? "development" : version);
  }

  private void pool(String task, ThreadPoolExecutor pool) {
    gauge(
        "memdb_%ss_in_progress".formatted(task),
        "%ss that are under way".formatted(task),
        pool::getActiveCount);
    gauge(
        "memdb_%ss_queued".formatted(task),
        "%ss that wait for their turn".formatted(task),
        () -> pool.getQueue().size());
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call(value.getAsDouble()))
        .register(registry);
  }
}
