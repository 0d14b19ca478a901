package dev.memdb.apply;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;

/** A run seen from outside: it can be stopped, and tells how far it is. Thread-safe. */
public final class RunControl {
  private final RunListener listener;
  private volatile boolean stopped;
  private volatile Connection connection;
  private volatile List<String> blockers = List.of();

  public RunControl(RunListener listener) {
    this.listener = listener;
  }

  /** Stops the run: the statement in flight is cancelled, no further one begins. */
  public void stop() {
    stopped = true;
    Connection c = connection;
    if (c != null) {
      try {
        c.unwrap(PGConnection.class).cancelQuery();
      } catch (SQLException e) {
        // the connection is gone: then nothing is in flight
      }
    }
  }

  /** Whether {@link #stop} was called. */
  public boolean stopped() {
    return stopped;
  }

  void runsIn(Connection c) {
    connection = c;
  }

  void ended() {
    connection = null;
  }

  void progress(String step) {
    listener.progress(step);
  }

  void note(String note) {
    listener.note(note);
  }

  /** Who was last seen to stand in the way of the statement in flight. */
  void blockedBy(List<String> sessions) {
    if (!sessions.isEmpty()) {
      blockers = List.copyOf(sessions);
    }
  }

  List<String> blockers() {
    return blockers;
  }
}
