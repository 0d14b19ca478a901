package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.api.Reason;
import dev.memdb.apply.RunResult;
import dev.memdb.plan.Sighting;
import dev.memdb.report.EventPublisher;
import dev.memdb.report.Notice;
import dev.memdb.report.ResourceGauges;
import dev.memdb.report.ResourceReading;
import dev.memdb.report.TaskMeters;
import dev.memdb.report.Transitions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes events of what has changed in a status, apart from the loop, which does not wait for them;
 * metrics of what is so now, and of what looks and runs have come to; and a line of the log of each
 * run.
 */
final class Reporter {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

  private final EventPublisher events;
  private final Executor executor;
  private final ResourceGauges resources;
  private final TaskMeters tasks;

  /**
   * @param executor runs one thing at a time, so that events keep their order
   */
  Reporter(EventPublisher events, Executor executor, ResourceGauges resources, TaskMeters tasks) {
    this.events = events;
    this.executor = executor;
    this.resources = resources;
    this.tasks = tasks;
  }

  /**
   * A status was written.
   *
   * @param before what was told before; null: nothing
   * @param now what is told now
   */
  void told(MemoryDatabase resource, MemoryDatabaseStatus before, MemoryDatabaseStatus now) {
    Transitions.between(before, now).forEach(notice -> publish(resource, notice));
  }

  /** A run has found something and dealt with it. */
  void noted(MemoryDatabase resource, String note) {
    publish(resource, Notice.normal("Healed", note));
  }

  /** A run applies what is unsafe. */
  void unsafe(MemoryDatabase resource, String what) {
    publish(resource, Notice.warning(Reason.UNSAFE_MIGRATION, what));
  }

  /**
   * A run has begun a backfill.
   *
   * @param notices what is worth knowing about it
   */
  void backfillBegins(MemoryDatabase resource, String what, List<String> notices) {
    publish(resource, Notice.normal("BackfillStarted", what));
    notices.forEach(notice -> publish(resource, Notice.normal("BackfillNotice", notice)));
  }

  /** This is how a resource stands, whether or not its status has changed. */
  void stands(ResourceReading reading) {
    resources.tell(reading);
  }

  /** A resource is gone. */
  void gone(MemoryDatabase resource) {
    resources.forget(
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid());
  }

  /** A look has ended. */
  void looked(Sighting sighting, Duration took) {
    tasks.looked(
        sighting instanceof Sighting.Seen ? TaskMeters.Look.SEEN : TaskMeters.Look.FAILED, took);
  }

  /** A run of that name has ended. */
  void ran(String name, RunResult result, Duration took) {
    LOG.info("{}: {}", name, shown(result));
    tasks.ran(outcome(result), result.applied().size(), took);
    if (result instanceof RunResult.Postponed postponed
        && postponed.reason() == Reason.LOCK_TIMEOUT_RETRYING) {
      tasks.lockTimedOut();
    }
  }

  /** A look or a run has ended in a way that nobody has thought of. */
  void erred() {
    tasks.erred();
  }

  private static String shown(RunResult result) {
    String applied = result.applied().isEmpty() ? "" : "applied " + result.applied() + ", ";
    if (result instanceof RunResult.Stopped stopped) {
      return applied + "stopped: " + stopped.reason().text() + ": " + stopped.message();
    }
    if (result instanceof RunResult.Postponed postponed) {
      return applied + "postponed: " + postponed.reason().text() + ": " + postponed.message();
    }
    return applied + (result instanceof RunResult.Cancelled ? "cancelled" : "done");
  }

  private static TaskMeters.Run outcome(RunResult result) {
    if (result instanceof RunResult.Stopped) {
      return TaskMeters.Run.STOPPED;
    }
    if (result instanceof RunResult.Postponed) {
      return TaskMeters.Run.POSTPONED;
    }
    return result instanceof RunResult.Cancelled ? TaskMeters.Run.CANCELLED : TaskMeters.Run.DONE;
  }

  private void publish(MemoryDatabase resource, Notice notice) {
    try {
      executor.execute(() -> events.publish(resource, notice));
    } catch (RejectedExecutionException e) {
      // this process ends; the next one tells what it finds
    }
  }
}
