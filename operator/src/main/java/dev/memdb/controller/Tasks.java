package dev.memdb.controller;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.api.RunIn;
import dev.memdb.api.Severity;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.apply.ClaimArbiter;
import dev.memdb.apply.Databases;
import dev.memdb.apply.LookRequest;
import dev.memdb.apply.RunControl;
import dev.memdb.apply.RunListener;
import dev.memdb.apply.RunRequest;
import dev.memdb.apply.RunResult;
import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.BackfillState;
import dev.memdb.migration.Version;
import dev.memdb.observe.ConnectionDataException;
import dev.memdb.observe.ConnectionReader;
import dev.memdb.observe.Memory;
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.Activity;
import dev.memdb.plan.Judgement;
import dev.memdb.plan.Setback;
import dev.memdb.plan.Sighting;
import dev.memdb.postgres.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at databases and migrates them, one thing at a time per environment and a bounded number in
 * all; remembers what came of it, and wakes the loop.
 */
final class Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

  private final Databases databases;
  private final ConnectionReader secrets;
  private final ClaimArbiter arbiter;
  private final Schemas schemas;
  private final Executor looks;
  private final Executor runs;
  private final Reporter reporter;
  private final Clock clock;
  private final String cluster;
  private final String holder;
  private final Map<String, RunControl> running = new ConcurrentHashMap<>();

  /**
   * @param looks runs the looks; not the same as {@code runs}, so that long migrations keep nobody
   *     from being looked at
   * @param runs runs the migrations
   * @param cluster identifies the Kubernetes cluster
   * @param holder identifies this operator's process
   */
  Tasks(
      Databases databases,
      ConnectionReader secrets,
      ClaimArbiter arbiter,
      Executor looks,
      Executor runs,
      Reporter reporter,
      Clock clock,
      String cluster,
      String holder) {
    this.databases = databases;
    this.secrets = secrets;
    this.arbiter = arbiter;
    this.schemas = new Schemas(databases, secrets);
    this.looks = looks;
    this.runs = runs;
    this.reporter = reporter;
    this.clock = clock;
    this.cluster = cluster;
    this.holder = holder;
  }

  /** Starts a look, unless something is under way. */
  void look(Task task) {
    if (task.memory().begin(task.environment().name(), Activity.Kind.LOOK, clock.instant())) {
      submit(looks, task, () -> lookNow(task));
    }
  }

  /** Starts a run, unless something is under way. */
  void migrate(Task task, Version to) {
    if (task.memory().begin(task.environment().name(), Activity.Kind.RUN, clock.instant())) {
      RunControl control = new RunControl(new Progress(task));
      running.put(task.key(), control); // from now on it can be stopped, also before its turn
      control.limit(task.view().fill(task.environment()).limits());
      submit(runs, task, () -> migrateNow(task, to, control));
    }
  }

  /** Tells a run that fills rows how gently, if one is under way. */
  void limit(Task task) {
    RunControl control = running.get(task.key());
    if (control != null) {
      control.limit(task.view().fill(task.environment()).limits());
    }
  }

  /** Stops the run of an environment, if one is under way; its end will be heard of. */
  void stop(Task task) {
    RunControl control = running.get(task.key());
    if (control != null) {
      control.stop();
    }
  }

  /** Stops every run of a resource: it is gone. Its {@link Memory} must say so already. */
  void cancel(String uid) {
    running.forEach(
        (key, control) -> {
          if (key.startsWith(uid + "/")) {
            control.stop();
          }
        });
  }

  /** Stops every run: this process ends. */
  void cancelAll() {
    running.values().forEach(RunControl::stop);
  }

  private void submit(Executor executor, Task task, Runnable work) {
    try {
      executor.execute(() -> finish(task, work));
    } catch (RejectedExecutionException e) { // this process ends
      running.remove(task.key());
      task.memory().abandon(task.environment().name());
    }
  }

  private void finish(Task task, Runnable work) {
    String name = task.environment().name();
    try {
      work.run();
    } catch (RuntimeException | Error e) { // an environment must not seem under way for ever
      LOG.error("{}: unexpected failure", task.name(), e);
      reporter.erred();
      task.memory().abandon(name);
    }
    task.done().accept(name);
  }

  private void lookNow(Task task) {
    long began = System.nanoTime();
    Sighting sighting;
    try {
      Endpoint endpoint = endpoint(task);
      sighting = databases.look(lookRequest(task, endpoint), arbiter);
      limit(task, endpoint, sighting);
    } catch (ConnectionDataException e) {
      sighting = new Sighting.Failed(clock.instant(), e.reason(), e.getMessage());
    }
    reporter.looked(sighting, since(began));
    String name = task.environment().name();
    end(task, Optional.of(sighting), task.memory().setback(name));
  }

  /** Workers in pods read their limits from the database. */
  private void limit(Task task, Endpoint endpoint, Sighting sighting) {
    BackfillLimits wanted = task.view().fill(task.environment()).limits();
    Optional<String> version =
        Optional.of(sighting)
            .filter(Sighting.Seen.class::isInstance)
            .flatMap(seen -> ((Sighting.Seen) seen).facts().backfill())
            .filter(backfill -> !backfill.limits().equals(wanted))
            .map(BackfillState::version);
    boolean ours = ResourceView.mode(task.environment()) == EnvironmentMode.MIGRATE;
    if (ours && version.isPresent()) {
      databases.limit(
          task.view().claim(cluster, task.environment()), endpoint, version.get(), wanted);
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private LookRequest lookRequest(Task task, Endpoint endpoint) {
    return new LookRequest(
        task.view().claim(cluster, task.environment()),
        endpoint,
        task.view().schemas(),
        ResourceView.mode(task.environment()),
        task.set(),
        task.view().target());
  }

  private Endpoint endpoint(Task task) throws ConnectionDataException {
    return secrets.read(task.view().namespace(), task.environment().connection());
  }

  private void migrateNow(Task task, Version to, RunControl control) {
    long began = System.nanoTime();
    RunResult result;
    try {
      if (control.stopped() || task.memory().isGone()) { // while it waited for its turn
        task.memory().abandon(task.environment().name());
        return;
      }
      RunRequest request =
          new RunRequest(
              task.view().claim(cluster, task.environment()),
              endpoint(task),
              task.view().schemas(),
              task.set().orElseThrow(),
              to,
              task.view().target().orElse(to),
              task.view().unsafeDdl(),
              task.view().limits(),
              task.view().onDrift(),
              () -> schemas.made(task, cluster),
              task.view().request(),
              task.view().fill(task.environment()).runIn() == RunIn.OPERATOR,
              holder);
      result = databases.run(request, control, arbiter);
    } catch (ConnectionDataException e) {
      result = notBegun(e);
    } finally {
      running.remove(task.key(), control);
    }
    reporter.ran(task.name(), result, since(began));
    ended(task, result);
  }

  private static RunResult notBegun(ConnectionDataException e) {
    return e.reason().severity() == Severity.STALLED
        ? new RunResult.Stopped(e.reason(), e.getMessage(), List.of(), Optional.empty())
        : new RunResult.Postponed(e.reason(), e.getMessage(), List.of(), Optional.empty());
  }

  private void ended(Task task, RunResult result) {
    Instant now = clock.instant();
    Optional<Sighting> seen = result.facts().map(facts -> new Sighting.Seen(now, facts));
    if (result instanceof RunResult.Stopped stopped) {
      end(task, stopped.reason(), stopped.message(), seen);
    } else if (result instanceof RunResult.Postponed postponed) {
      end(task, postponed.reason(), postponed.message(), seen);
    } else {
      end(task, seen, Optional.empty());
    }
  }

  /** What a look would find as well is told as a sighting; the rest is a setback of the run. */
  private void end(Task task, Reason reason, String message, Optional<Sighting> seen) {
    boolean ofTheFiles =
        reason == Reason.MIGRATION_FAILED
            || reason == Reason.VERIFY_FAILED
            || reason == Reason.BACKFILL_INCOMPLETE
            || reason == Reason.DRIFT_DETECTED
            || (reason.severity() != Severity.STALLED && seen.isPresent())
            || reason == Reason.LOCK_TIMEOUT_RETRYING
            || reason == Reason.TRANSIENT_FAILURE_RETRYING
            || reason == Reason.WRITER_BUSY;
    if (ofTheFiles) {
      end(task, seen, Optional.of(setback(task, reason, message)));
    } else if (seen.isPresent()) {
      end(task, seen, Optional.empty());
    } else {
      end(
          task,
          Optional.of(new Sighting.Failed(clock.instant(), reason, message)),
          Optional.empty());
    }
  }

  private Setback setback(Task task, Reason reason, String message) {
    Instant now = clock.instant();
    int attempt =
        1
            + task.memory()
                .setback(task.environment().name())
                .filter(s -> s.basis().equals(task.basis()))
                .map(Setback::attempt)
                .orElse(0);
    return new Setback(
        task.basis(),
        reason,
        message,
        attempt,
        now,
        now.plus(
            Backoff.after(
                reason, attempt, task.view().limits().lockTimeout(), ThreadLocalRandom.current())));
  }

  /** The schemas are compared before the result is told: nothing is Ready before it is proven. */
  private void end(Task task, Optional<Sighting> sighting, Optional<Setback> setback) {
    schemas.compare(task, sighting, clock.instant());
    task.memory().end(task.environment().name(), task.address(), sighting, setback);
    schemas.compareRest(task, clock.instant());
  }

  private final class Progress implements RunListener {
    private final Task task;

    Progress(Task task) {
      this.task = task;
    }

    @Override
    public void progress(String step) {
      task.memory().progress(task.environment().name(), step, clock.instant());
    }

    @Override
    public void filling(BackfillState state) {
      task.memory().filling(task.environment().name(), state, clock.instant());
    }

    @Override
    public void unsafe(Judgement judgement) {
      String environment = task.environment().name();
      if (task.memory().tells(environment, judgement)) {
        String what = judgement.describe(UnsafeDdl.WARN);
        LOG.warn("{}: {}", task.name(), what);
        reporter.unsafe(task.view().resource(), environment + ": " + what);
      }
    }

    @Override
    public void backfillBegins(String what, List<String> notices) {
      LOG.info("{}: {}", task.name(), what);
      String environment = task.environment().name() + ": ";
      reporter.backfillBegins(
          task.view().resource(),
          environment + what,
          notices.stream().map(environment::concat).toList());
    }

    @Override
    public void note(String note) {
      LOG.info("{}: {}", task.name(), note);
      reporter.noted(task.view().resource(), task.environment().name() + ": " + note);
    }
  }
}
