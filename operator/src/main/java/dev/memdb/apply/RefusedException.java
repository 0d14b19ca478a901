package dev.memdb.apply;

import dev.memdb.api.Reason;

/** A database that is not to be touched, and why, in words for the status. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
