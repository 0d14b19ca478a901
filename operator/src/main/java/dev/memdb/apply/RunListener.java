package dev.memdb.apply;

import dev.memdb.backfill.BackfillState;
import dev.memdb.plan.Judgement;
import java.util.List;

/** Told while a run goes on, from its threads; must return at once. */
public interface RunListener {
  /**
   * A statement begins, or begins to wait for somebody.
   *
   * @param step for people: {@code V7__importance.sql:14, statement 2 of 5}
   */
  void progress(String step);

  /** A backfill is under way in this process; called about once a second. */
  default void filling(BackfillState state) {}

  /**
   * Something is about to be applied although it is unsafe, as the spec wants it. Told by each run,
   * those that try it again among them.
   */
  default void unsafe(Judgement what) {}

  /**
   * A backfill was begun. Told once for each, by the run that made it: who goes on with it after a
   * restart or a failure tells nothing.
   *
   * @param what which one, for people
   * @param notices what is worth knowing about it, and no reason against it
   */
  default void backfillBegins(String what, List<String> notices) {}

  /** A note for the resource's events: something was found and dealt with. */
  void note(String note);
}
