package dev.memdb.observe;

import dev.memdb.api.Reason;

/** Connection data that cannot be used, and why, without any value of it. */
public final class ConnectionDataException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  ConnectionDataException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
