package dev.memdb.postgres;

import java.sql.SQLException;

/** What an SQLSTATE means for whoever runs a migration (documentation, appendix A). */
public enum SqlFailure {
  /** 55P03: the lock was not had within lock_timeout; nothing happened. */
  LOCK_TIMEOUT,
  /** Deadlock, serialization, lost connection, shutdown, no resources: passes by itself. */
  TRANSIENT,
  /** FN001, raised by our own fence: this session is not the one writer any more. */
  FENCED_OUT,
  /** 57014: statement_timeout, or a cancel. */
  CANCELLED,
  /** 42501: the role lacks a privilege. */
  PERMISSION,
  /** Anything else: trying again changes nothing. */
  PERMANENT;

  /** Raised by the fence when the session no longer is the one writer. */
  public static final String FENCED = "FN001";

  /** Raised when a file has ended the transaction that it was to run in; permanent. */
  public static final String TRANSACTION_ENDED = "FN002";

  /**
   * The class of the deepest SQLException: clean-up code may have wrapped or replaced the others.
   */
  public static SqlFailure of(Throwable e) {
    String state = state(e);
    if (state.equals(FENCED)) {
      return FENCED_OUT;
    }
    if (state.equals("55P03")) {
      return LOCK_TIMEOUT;
    }
    if (state.equals("57014")) {
      return CANCELLED;
    }
    if (state.equals("42501")) {
      return PERMISSION;
    }
    boolean passes =
        state.equals("40001")
            || state.equals("40P01")
            || state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals("25P03") // idle_in_transaction_session_timeout
            || state.equals("25P04"); // transaction_timeout
    return passes ? TRANSIENT : PERMANENT;
  }

  /** The SQLSTATE of the deepest SQLException; empty when there is none. */
  public static String state(Throwable e) {
    SQLException deepest = deepest(e);
    return deepest == null || deepest.getSQLState() == null ? "" : deepest.getSQLState();
  }

  /** The deepest SQLException in the chain of causes; null when there is none. */
  public static SQLException deepest(Throwable e) {
    SQLException found = null;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLException s) {
        found = s;
      }
    }
    return found;
  }
}
