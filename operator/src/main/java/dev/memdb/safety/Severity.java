package dev.memdb.safety;

/** How much a rule matters. Errors and warnings are findings; a notice is said and no more. */
public enum Severity {
  /** Blocks, breaks or loses something: it must not run like that. */
  ERROR,
  /** May do so: somebody has to decide. */
  WARNING,
  /** Worth knowing. */
  NOTICE
}
