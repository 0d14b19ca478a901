package dev.memdb.controller;

import dev.memdb.api.ConfigMapRef;
import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.observe.JobReader;
import dev.memdb.observe.Memory;
import dev.memdb.observe.Observer;
import dev.memdb.observe.ResourceView;
import dev.memdb.observe.SourceReader;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.EnvironmentPlan;
import dev.memdb.plan.Observation;
import dev.memdb.plan.Plan;
import dev.memdb.plan.Planner;
import dev.memdb.plan.Source;
import dev.memdb.plan.Step;
import dev.memdb.plan.WorkerJob;
import dev.memdb.status.StatusAssembler;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Observe, plan, act, report; never waits for a database. */
@ControllerConfiguration(
    name = MemoryDatabaseReconciler.NAME,
    generationAwareEventProcessing = false) // the filter lets annotations pass as well
public final class MemoryDatabaseReconciler implements Reconciler<MemoryDatabase> {
  static final String NAME = "memory-database";
  private static final String BY_CONFIG_MAP = "configMap";

  /** How often a run that takes long is told of; a status write costs the API server 10 ms. */
  private static final Duration PROGRESS = Duration.ofSeconds(10);

  /**
   * After this a status that is not ours is corrected. Not at once: two operators that both lead,
   * by mistake, would answer each other without end.
   */
  private static final Duration CORRECTION = Duration.ofSeconds(2);

  private final SourceReader sources;
  private final JobReader jobs;
  private final WorkerJobs workers;
  private final Tasks tasks;
  private final StatusWriter statuses;
  private final Reporter reporter;
  private final Clock clock;
  private final Map<String, Memory> memories = new ConcurrentHashMap<>();
  private final ResourceEvents events;

  MemoryDatabaseReconciler(
      SourceReader sources,
      JobReader jobs,
      WorkerJobs workers,
      Tasks tasks,
      StatusWriter statuses,
      Reporter reporter,
      Clock clock) {
    this.sources = sources;
    this.jobs = jobs;
    this.workers = workers;
    this.tasks = tasks;
    this.statuses = statuses;
    this.reporter = reporter;
    this.clock = clock;
    this.events = new ResourceEvents(this::gone, this::told);
  }

  @Override
  public List<EventSource<?, MemoryDatabase>> prepareEventSources(
      EventSourceContext<MemoryDatabase> context) {
    context
        .getPrimaryCache()
        .addIndexer(BY_CONFIG_MAP, mdb -> configMaps(mdb).stream().map(Object::toString).toList());
    InformerEventSourceConfiguration<ConfigMap> configMaps =
        InformerEventSourceConfiguration.from(ConfigMap.class, MemoryDatabase.class)
            .withName("config-maps")
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(
                map ->
                    context
                        .getPrimaryCache()
                        .byIndex(BY_CONFIG_MAP, ResourceID.fromResource(map).toString())
                        .stream()
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .<MemoryDatabase>withPrimaryToSecondaryMapper(MemoryDatabaseReconciler::configMaps)
            .build();
    InformerEventSourceConfiguration<Job> jobsOfWorkers =
        InformerEventSourceConfiguration.from(Job.class, MemoryDatabase.class)
            .withName("backfill-jobs")
            .withNamespacesInheritedFromController()
            .withLabelSelector(JobReader.MANAGED_BY + "=" + JobReader.OPERATOR)
            .build();
    return List.of(
        events,
        new InformerEventSource<>(configMaps, context),
        new InformerEventSource<>(jobsOfWorkers, context));
  }

  private static Set<ResourceID> configMaps(MemoryDatabase mdb) {
    return mdb.getSpec().migrations().configMaps().stream()
        .map(ConfigMapRef::name)
        .map(name -> new ResourceID(name, mdb.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }

  @Override
  public UpdateControl<MemoryDatabase> reconcile(
      MemoryDatabase resource, Context<MemoryDatabase> context) {
    Instant now = clock.instant();
    MemoryDatabaseStatus before = statuses.current(resource);
    ResourceView view = new ResourceView(resource);
    Memory memory = memories.computeIfAbsent(resource.getMetadata().getUid(), uid -> new Memory());
    if (isDeleted(resource, context)) { // after this turn began, and heard of before the line above
      gone(resource);
      return UpdateControl.noUpdate();
    }
    Source source = source(view, context);

    Map<String, List<WorkerJob>> found =
        jobs.read(context.getSecondaryResourcesAsStream(Job.class).toList());
    Observation observation = Observer.observe(view, before, source, found, memory, now);
    Plan plan = Planner.plan(observation);
    MemoryDatabaseStatus status = StatusAssembler.assemble(before, observation, plan);

    reporter.stands(Readings.of(resource, status, observation, plan));
    if (isDeleted(resource, context)) { // meanwhile: what was told just now must not stay for ever
      gone(resource);
      return UpdateControl.noUpdate();
    }
    if (plan.announceFirst()) { // nobody may read Ready while work is under way
      report(resource, before, status);
      act(view, observation, plan, memory);
    } else {
      act(view, observation, plan, memory);
      report(resource, before, status);
    }
    return next(plan, observation, now);
  }

  /** One that was created again under the same name is another one. */
  private static boolean isDeleted(MemoryDatabase resource, Context<MemoryDatabase> context) {
    return context
        .getPrimaryCache()
        .get(ResourceID.fromResource(resource))
        .filter(r -> r.getMetadata().getUid().equals(resource.getMetadata().getUid()))
        .isEmpty();
  }

  private Source source(ResourceView view, Context<MemoryDatabase> context) {
    Map<String, ConfigMap> found =
        context
            .getSecondaryResourcesAsStream(ConfigMap.class)
            .collect(Collectors.toMap(m -> m.getMetadata().getName(), m -> m, (a, b) -> b));
    return sources.read(
        view.resource().getSpec().migrations(), name -> Optional.ofNullable(found.get(name)));
  }

  private void act(ResourceView view, Observation observation, Plan plan, Memory memory) {
    Map<String, EnvironmentSpec> specs =
        view.environments().stream().collect(Collectors.toMap(EnvironmentSpec::name, e -> e));
    Map<String, EnvironmentObservation> observed =
        observation.environments().stream()
            .collect(Collectors.toMap(EnvironmentObservation::name, e -> e));
    ResourceID id = ResourceID.fromResource(view.resource());
    for (EnvironmentPlan environment : plan.environments()) {
      Task task =
          new Task(
              view,
              specs.get(environment.name()),
              observation.set(),
              memory,
              name -> events.propagateEvent(id));
      if (environment.step() instanceof Step.Look) {
        tasks.look(task);
      } else if (environment.step() instanceof Step.Migrate migrate) {
        tasks.migrate(task, migrate.to());
      } else if (environment.step() instanceof Step.Stop) {
        tasks.stop(task);
      }
      tasks.limit(task);
      workers.act(
          view,
          task.environment(),
          environment.job(),
          observed.get(environment.name()).fill().jobs(),
          memory);
    }
  }

  private void report(
      MemoryDatabase resource, MemoryDatabaseStatus before, MemoryDatabaseStatus status) {
    if (statuses.write(resource, status)) {
      reporter.told(resource, before, status);
    }
  }

  private static UpdateControl<MemoryDatabase> next(
      Plan plan, Observation observation, Instant now) {
    boolean running =
        observation.environments().stream().anyMatch(e -> e.running())
            || plan.environments().stream().anyMatch(e -> e.step() instanceof Step.Migrate);
    Optional<Duration> wake = plan.wakeAt().map(at -> Duration.between(now, at));
    Optional<Duration> soonest =
        running ? Optional.of(wake.filter(w -> w.compareTo(PROGRESS) < 0).orElse(PROGRESS)) : wake;
    UpdateControl<MemoryDatabase> control = UpdateControl.noUpdate();
    soonest.ifPresent(in -> control.rescheduleAfter(Math.max(1, in.toMillis())));
    return control;
  }

  /** The databases are left as they are; only what is under way stops. */
  private void gone(MemoryDatabase resource) {
    String uid = resource.getMetadata().getUid();
    Memory memory = memories.remove(uid);
    if (memory != null) {
      memory.gone(); // before the runs are stopped: one that begins meanwhile sees it
    }
    tasks.cancel(uid);
    statuses.forget(uid);
    reporter.gone(resource);
  }

  /** Our own writes come by here as well, some of them before we know that they were accepted. */
  private void told(MemoryDatabase resource) {
    CompletableFuture.delayedExecutor(CORRECTION.toMillis(), TimeUnit.MILLISECONDS)
        .execute(
            () -> {
              if (statuses.isForeign(resource)) {
                events.propagateEvent(ResourceID.fromResource(resource));
              }
            });
  }
}
