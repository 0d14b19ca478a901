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
import dev.memdb.observe.ResourceView;
import dev.memdb.plan.Judgement;
import dev.memdb.plan.Setback;
import dev.memdb.plan.Sighting;
import dev.memdb.postgres.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a look and a run do: they ask a database, or change it; remember what came of it, and tell
 * it.
 */
final class TaskWork {
  private static final Logger LOG = LoggerFactory.getLogger(TaskWork.class);

  private final Databases databases;
  private final ConnectionReader secrets;
  private final ClaimArbiter arbiter;
  private final Schemas schemas;
  private final Reporter reporter;
  private final Clock clock;
  private final String cluster;
  private final String holder;

  /**
   * @param cluster identifies the Kubernetes cluster
   * @param holder identifies this operator's process
   */
  TaskWork(
      Databases databases,
      ConnectionReader secrets,
      ClaimArbiter arbiter,
      Reporter reporter,
      Clock clock,
      String cluster,
      String holder) {
    this.databases = databases;
    this.secrets = secrets;
    this.arbiter = arbiter;
    this.schemas = new Schemas(databases, secrets);
    this.reporter = reporter;
    this.clock = clock;
    this.cluster = cluster;
    this.holder = holder;
  }

  /** Looks at the database of an environment. */
  void look(Task task) {
    long began = System.nanoTime();
    Sighting sighting;
    try {
      Endpoint endpoint = endpoint(task);
      sighting = databases.look(lookRequest(task, endpoint), arbiter);
      limit(task, endpoint, sighting);
    } catch (ConnectionDataException e) {
      sighting = new Sighting.Failed(clock.instant(), e.reason(), e.getMessage());
    }
    reporter.looked(sighting, Duration.ofNanos(System.nanoTime() - began));
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

  /** What stops a run and hears of it; made before its turn comes. */
  RunControl control(Task task) {
    return new RunControl(new Progress(task));
  }

  /**
   * Migrates.
   *
   * @return empty: it was stopped before it began
   */
  Optional<RunResult> run(Task task, Version to, RunControl control) {
    if (control.stopped() || task.memory().isGone()) { // while it waited for its turn
      task.memory().abandon(task.environment().name());
      return Optional.empty();
    }
    try {
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
      return Optional.of(databases.run(request, control, arbiter));
    } catch (ConnectionDataException e) {
      return Optional.of(notBegun(e));
    }
  }

  private static RunResult notBegun(ConnectionDataException e) {
    return e.reason().severity() == Severity.STALLED
        ? new RunResult.Stopped(e.reason(), e.getMessage(), List.of(), Optional.empty())
        : new RunResult.Postponed(e.reason(), e.getMessage(), List.of(), Optional.empty());
  }

  /** Tells and remembers what came of a run that took so long. */
  void ended(Task task, RunResult result, Duration took) {
    reporter.ran(task.name(), result, took);
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
