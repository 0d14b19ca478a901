package dev.memdb.plan;

/** What the status tells the world at the moment. */
public enum Shown {
  /** Nothing: nobody has worked on the resource yet. */
  NOTHING,
  /** Ready is not True. */
  NOT_READY,
  /** Ready is True. */
  READY
}
