package dev.memdb.apply;

/** Told while a run goes on, from its threads; must return at once. */
public interface RunListener {
  /**
   * A statement begins, or begins to wait for somebody.
   *
   * @param step for people: {@code V7__importance.sql:14, statement 2 of 5}
   */
  void progress(String step);

  /** A note for the resource's events: something was found and dealt with. */
  void note(String note);
}
