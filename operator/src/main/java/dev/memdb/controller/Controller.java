package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.apply.Databases;
import dev.memdb.observe.ClaimInquiry;
import dev.memdb.observe.ConnectionReader;
import dev.memdb.observe.JobReader;
import dev.memdb.observe.SourceReader;
import dev.memdb.postgres.AddressPolicy;
import dev.memdb.postgres.Connections;
import dev.memdb.report.EventPublisher;
import dev.memdb.report.ProcessGauges;
import dev.memdb.report.ResourceGauges;
import dev.memdb.report.TaskMeters;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Puts the loop and its tasks together. */
public final class Controller {
  /** An event takes milliseconds; those of an API server that is away are given up. */
  private static final Duration EVENTS_END = Duration.ofSeconds(1);

  private final KubernetesClient client;
  private final PrometheusMeterRegistry metrics;
  private final Options options;
  private final ThreadPoolExecutor looks;
  private final ThreadPoolExecutor runs;
  private final ScheduledExecutorService watchers;
  private final ExecutorService reports;
  private final SourceReader sources = new SourceReader();
  private final Tasks tasks;
  private final MemoryDatabaseReconciler reconciler;

  /**
   * What the loop is told from outside.
   *
   * @param namespaces watched; empty: all
   * @param cluster identifies the Kubernetes cluster in claims
   * @param identity identifies this process in ledgers
   * @param allowLoopback true only for a demo or a test on one machine
   * @param parallelLooks databases looked at side by side
   * @param parallelRuns databases migrated side by side
   * @param image what backfill workers run; empty: not known, so no Job can be made
   */
  public record Options(
      List<String> namespaces,
      String cluster,
      String identity,
      boolean allowLoopback,
      int parallelLooks,
      int parallelRuns,
      Optional<String> image) {
    public Options {
      namespaces = List.copyOf(namespaces);
    }
  }

  private Controller(KubernetesClient client, PrometheusMeterRegistry metrics, Options options) {
    Clock clock = Clock.systemUTC();
    this.client = client;
    this.metrics = metrics;
    this.options = options;
    this.looks = Pools.bounded(options.parallelLooks(), "look");
    this.runs = Pools.bounded(options.parallelRuns(), "run");
    this.watchers = Executors.newScheduledThreadPool(2, Pools.named("watch"));
    this.reports = Executors.newSingleThreadExecutor(Pools.named("report"));
    PrometheusRegistry registry = metrics.getPrometheusRegistry();
    InstalledDefinition definition = new InstalledDefinition(client, clock);
    ProcessGauges.register(registry, looks, runs, definition::isOutdated);
    Reporter reporter =
        new Reporter(
            new EventPublisher(client, options.identity(), clock),
            reports,
            new ResourceGauges(registry),
            new TaskMeters(registry));
    Connections connections = new Connections(new AddressPolicy(options.allowLoopback()));
    ConnectionReader secrets = new ConnectionReader(client);
    this.tasks =
        new Tasks(
            new TaskWork(
                new Databases(connections, watchers, clock),
                secrets,
                new ClaimInquiry(client, secrets, connections),
                reporter,
                clock,
                options.cluster(),
                options.identity()),
            looks,
            runs,
            reporter,
            clock);
    this.reconciler =
        new MemoryDatabaseReconciler(
            sources,
            new JobReader(client, clock),
            new WorkerJobs(
                client,
                options.image().map(name -> new WorkerJobs.Image(name, options.allowLoopback()))),
            tasks,
            new StatusWriter(client, definition),
            reporter,
            clock);
  }

  /**
   * Puts it together; nothing works yet.
   *
   * @param metrics where the framework's metrics and our own are registered, once
   */
  public static Controller create(
      KubernetesClient client, PrometheusMeterRegistry metrics, Options options) {
    return new Controller(client, metrics, options);
  }

  /** Loads the parser, which takes a second or two, before the first resource asks for it. */
  public void warmUp() {
    looks.execute(sources::warmUp);
  }

  /**
   * The operator, registered and not started.
   *
   * @param leadership null: without leader election
   */
  public Operator operator(LeaderElectionConfiguration leadership) {
    Operator operator =
        new Operator(
            o -> {
              o.withKubernetesClient(client)
                  .withResourceCloner(new ResourceCloner(client.getKubernetesSerialization()))
                  .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics))
                  .withCloseClientOnStop(false)
                  .withConcurrentReconciliationThreads(8)
                  .withStopOnInformerErrorDuringStartup(false)
                  .withReconciliationTerminationTimeout(Duration.ofSeconds(5));
              if (leadership != null) {
                o.withLeaderElectionConfiguration(leadership);
              }
            });
    operator.register(reconciler, this::configure);
    return operator;
  }

  private void configure(ControllerConfigurationOverrider<MemoryDatabase> c) {
    if (options.namespaces().isEmpty()) {
      c.watchingAllNamespaces();
    } else {
      c.settingNamespaces(Set.copyOf(options.namespaces()));
    }
    c.withFieldManager(StatusWriter.FIELD_MANAGER)
        .withOnUpdateFilter(new PrimaryUpdateFilter<>())
        .withRetry(
            new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(1000)
                .setIntervalMultiplier(2)
                .setMaxInterval(8000))
        // a new resource needs five or six turns within its first second
        .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(1), 20))
        .withReconciliationMaxInterval(Duration.ofMinutes(30))
        .withItemStore(new TransformingItemStore<>(Controller::slim));
  }

  /** A thousand resources in memory need not carry who manages which field. */
  private static MemoryDatabase slim(MemoryDatabase resource) {
    resource.getMetadata().setManagedFields(null);
    return resource;
  }

  /** Stops every run, and waits for their ends: a run that was stopped rolls back. */
  public void stopRuns(Duration longest) {
    looks.shutdown();
    runs.shutdown();
    tasks.cancelAll();
    try {
      runs.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    watchers.shutdownNow();
    reports.shutdown();
    try {
      reports.awaitTermination(EVENTS_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reports.shutdownNow(); // the client is closed next
  }
}
