package dev.memdb.controller;

import dev.memdb.apply.RunControl;
import dev.memdb.apply.RunResult;
import dev.memdb.migration.Version;
import dev.memdb.observe.Memory;
import dev.memdb.plan.Activity;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The looks and runs that are under way: one thing at a time per environment and a bounded number
 * in all, each of which can be stopped, and wakes the loop when it has ended.
 */
final class Tasks {
  private static final Logger LOG = LoggerFactory.getLogger(Tasks.class);

  private final TaskWork work;
  private final Executor looks;
  private final Executor runs;
  private final Reporter reporter;
  private final Clock clock;
  private final Map<String, RunControl> running = new ConcurrentHashMap<>();

  /**
   * @param work what a look and a run do
   * @param looks runs the looks; not the same as {@code runs}, so that long migrations keep nobody
   *     from being looked at
   * @param runs runs the migrations
   */
  Tasks(TaskWork work, Executor looks, Executor runs, Reporter reporter, Clock clock) {
    this.work = work;
    this.looks = looks;
    this.runs = runs;
    this.reporter = reporter;
    this.clock = clock;
  }

  /** Starts a look, unless something is under way. */
  void look(Task task) {
    if (task.memory().begin(task.environment().name(), Activity.Kind.LOOK, clock.instant())) {
      submit(looks, task, () -> work.look(task));
    }
  }

  /** Starts a run, unless something is under way. */
  void migrate(Task task, Version to) {
    if (task.memory().begin(task.environment().name(), Activity.Kind.RUN, clock.instant())) {
      RunControl control = work.control(task);
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

  private void submit(Executor executor, Task task, Runnable what) {
    try {
      executor.execute(() -> finish(task, what));
    } catch (RejectedExecutionException e) { // this process ends
      running.remove(task.key());
      task.memory().abandon(task.environment().name());
    }
  }

  private void finish(Task task, Runnable what) {
    String name = task.environment().name();
    try {
      what.run();
    } catch (RuntimeException | Error e) { // an environment must not seem under way for ever
      LOG.error("{}: unexpected failure", task.name(), e);
      reporter.erred();
      task.memory().abandon(name);
    }
    task.done().accept(name);
  }

  private void migrateNow(Task task, Version to, RunControl control) {
    long began = System.nanoTime();
    Optional<RunResult> result;
    try {
      result = work.run(task, to, control);
    } finally {
      running.remove(task.key(), control);
    }
    result.ifPresent(r -> work.ended(task, r, Duration.ofNanos(System.nanoTime() - began)));
  }
}
