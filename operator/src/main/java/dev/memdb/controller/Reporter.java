package dev.memdb.controller;

import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.report.EventPublisher;
import dev.memdb.report.Notice;
import dev.memdb.report.Transitions;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Makes events of what has changed in a status; apart from the loop, which does not wait for them.
 */
final class Reporter {
  private final EventPublisher events;
  private final Executor executor;

  /**
   * @param executor runs one thing at a time, so that events keep their order
   */
  Reporter(EventPublisher events, Executor executor) {
    this.events = events;
    this.executor = executor;
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

  private void publish(MemoryDatabase resource, Notice notice) {
    try {
      executor.execute(() -> events.publish(resource, notice));
    } catch (RejectedExecutionException e) {
      // this process ends; the next one tells what it finds
    }
  }
}
