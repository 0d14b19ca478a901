package dev.memdb.apply;

import dev.memdb.backfill.BackfillState;

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

  /** A note for the resource's events: something was found and dealt with. */
  void note(String note);
}
