package dev.memdb.api;

/**
 * What a {@link Reason} means for the resource as a whole; a later constant outweighs an earlier.
 */
public enum Severity {
  /** At or ahead of the target, in parity. */
  READY,
  /** Working, retrying or waiting for something that comes by itself. */
  RECONCILING,
  /** Waiting for a person who wanted it so. */
  SUSPENDED,
  /** A person has to mend something. */
  STALLED
}
