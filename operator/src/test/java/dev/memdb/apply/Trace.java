package dev.memdb.apply;

import dev.memdb.api.UnsafeDdl;
import dev.memdb.plan.Judgement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What a run told while it went on; and what is done to it right before a statement. */
final class Trace implements RunListener {
  private final List<String> steps = new CopyOnWriteArrayList<>();
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final List<String> unsafe = new CopyOnWriteArrayList<>();
  private final List<String> begun = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<RunControl>> hooks = new ConcurrentHashMap<>();
  private final RunControl control = new RunControl(this);

  /**
   * Acts once, in the run's own thread, right before a statement is sent.
   *
   * @param step how the step's text begins: {@code V2__b.sql:1}
   */
  Trace before(String step, Consumer<RunControl> action) {
    hooks.put(step, action);
    return this;
  }

  /** The same without need of the control. */
  Trace before(String step, Runnable action) {
    return before(step, control -> action.run());
  }

  RunControl control() {
    return control;
  }

  List<String> steps() {
    return steps;
  }

  List<String> notes() {
    return notes;
  }

  @Override
  public void progress(String step) {
    steps.add(step);
    hooks.keySet().stream()
        .filter(step::startsWith)
        .toList()
        .forEach(hook -> hooks.remove(hook).accept(control));
  }

  List<String> unsafe() {
    return unsafe;
  }

  @Override
  public void unsafe(Judgement what) {
    unsafe.add(what.describe(UnsafeDdl.WARN));
  }

  /** The backfills that were begun. */
  List<String> begun() {
    return begun;
  }

  @Override
  public void backfillBegins(String what, List<String> notices) {
    begun.add(what);
    notes.addAll(notices);
  }

  @Override
  public void note(String note) {
    notes.add(note);
  }
}
