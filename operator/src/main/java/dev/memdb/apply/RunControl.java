package dev.memdb.apply;

import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.BackfillState;
import dev.memdb.migration.Migration;
import dev.memdb.plan.Judgement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** A run seen from outside: it can be stopped, and tells how far it is. Thread-safe. */
public final class RunControl {
  private final RunListener listener;
  private volatile boolean stopped;
  private volatile BackfillLimits limits;
  private volatile Connection connection;
  private String step = "preparing";
  private long stepNanos = System.nanoTime();
  private List<Blocker> blockers = List.of();

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

  /** A statement begins. */
  void progress(String next) {
    synchronized (this) {
      step = next;
      stepNanos = System.nanoTime();
      blockers = List.of();
    }
    listener.progress(next);
  }

  /** Rows are being filled. */
  void filling(BackfillState state) {
    listener.filling(state);
  }

  /** How gently rows are to be filled from now on. */
  public void limit(BackfillLimits wanted) {
    limits = wanted;
  }

  /** Empty: nobody has said. */
  Optional<BackfillLimits> limits() {
    return Optional.ofNullable(limits);
  }

  /** A backfill was begun; never told of one that goes on. */
  void backfillBegins(Migration backfill, List<String> notices) {
    listener.backfillBegins(
        "filling version %s begins, by %s".formatted(backfill.version(), backfill.fileName()),
        notices.stream().map(notice -> backfill.fileName() + ": " + notice).toList());
  }

  void note(String note) {
    listener.note(note);
  }

  /** Something is applied although it is unsafe. */
  void unsafe(Judgement what) {
    listener.unsafe(what);
  }

  /** What the run is at. */
  synchronized String step() {
    return step;
  }

  /** How long it has been at that. */
  synchronized Duration stepAge() {
    return Duration.ofNanos(System.nanoTime() - stepNanos);
  }

  /**
   * Who stands in the way of a step; told when it begins to wait.
   *
   * @param at the step that they were seen at; ignored when it has ended since
   */
  void blockedBy(String at, List<Blocker> sessions) {
    synchronized (this) {
      if (sessions.isEmpty() || !at.equals(step)) {
        return;
      }
      boolean known = !blockers.isEmpty();
      blockers = List.copyOf(sessions);
      if (known) {
        return;
      }
    }
    listener.progress(at + "; waits for " + inWords(sessions));
  }

  /** Who was last seen to stand in the way of the step. */
  synchronized List<Blocker> blockers() {
    return blockers;
  }

  /** The same for a message; empty: nobody. */
  String blockersInWords() {
    return inWords(blockers());
  }

  private static String inWords(List<Blocker> sessions) {
    return sessions.stream().map(Blocker::who).collect(Collectors.joining(", "));
  }
}
