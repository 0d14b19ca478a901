package dev.memdb.apply;

import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second session beside a run that stays at one statement for more than a moment: it renews the
 * fence's lease, sees who stands in the way, and gives the run's connection up when the server does
 * not answer any more or has ended it: a statement in flight would else wait for its answer for
 * hours. A run of quick statements opens it only to renew the lease.
 */
final class RunWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);

  /** Shorter than the default lock_timeout: a blocker is seen before the statement gives up. */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** So often in a row the backend must be missing: its own goodbye may still be on the way. */
  private static final int LOOKS_BEFORE_GONE = 5;

  private static final String BLOCKERS = SqlText.resource(RunWatch.class, "blockers.sql");

  /** Starts the watch of one run. */
  interface Starter {
    RunWatch start(Fence fence, DirectSession session);
  }

  /** Opens the second session. */
  interface Opener {
    Connection open() throws ConnectException;
  }

  private final Opener opener;
  private final Fence fence;
  private final DirectSession session;
  private final RunControl control;
  private final Future<?> task;
  private Connection connection;
  private long renewedNanos = System.nanoTime();
  private long answeredNanos = System.nanoTime();
  private int looksWithoutBackend;
  private boolean closed;

  RunWatch(
      ScheduledExecutorService scheduler,
      Opener opener,
      Fence fence,
      DirectSession session,
      RunControl control) {
    this.opener = opener;
    this.fence = fence;
    this.session = session;
    this.control = control;
    this.task =
        scheduler.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    if (control.stepAge().compareTo(INTERVAL) < 0 && !renewalDue()) {
      answeredNanos = System.nanoTime(); // the run itself has just had an answer
      looksWithoutBackend = 0;
      return;
    }
    try {
      if (connection == null) {
        connection = opener.open();
      }
      String step = control.step();
      Optional<List<Blocker>> blockers = blockers();
      answeredNanos = System.nanoTime();
      looksWithoutBackend = blockers.isPresent() ? 0 : looksWithoutBackend + 1;
      control.blockedBy(step, blockers.orElse(List.of()));
      renewWhenDue();
    } catch (ConnectException e) {
      if (e.answered()) { // no slot left, for example: the server is there
        answeredNanos = System.nanoTime();
      }
    } catch (SQLException e) {
      LOG.debug("no watch beside the run: {}", e.getMessage());
      disconnect();
    }
    boolean silent = System.nanoTime() - answeredNanos > fence.lease().toNanos();
    if (silent || looksWithoutBackend >= LOOKS_BEFORE_GONE) {
      abortRun();
    }
  }

  /** Empty: the run's backend is not there any more. */
  private Optional<List<Blocker>> blockers() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(BLOCKERS)) {
      s.setInt(1, session.server().pid());
      try (ResultSet r = s.executeQuery()) {
        List<Blocker> found = new ArrayList<>();
        boolean alive = false;
        while (r.next()) {
          alive = true;
          if (r.getString(1) != null) {
            found.add(new Blocker(r.getString(1), Optional.ofNullable(r.getString(2))));
          }
        }
        return alive ? Optional.of(found) : Optional.empty();
      }
    }
  }

  private boolean renewalDue() {
    return System.nanoTime() - renewedNanos > fence.lease().toNanos() / 5;
  }

  private void renewWhenDue() throws SQLException {
    if (renewalDue()) {
      try (var s = connection.createStatement()) {
        s.execute(fence.renew());
      }
      renewedNanos = System.nanoTime();
    }
  }

  private void abortRun() {
    LOG.warn(
        "{}: the server has ended the session or does not answer; it is given up", control.step());
    try {
      session.connection().abort(Runnable::run);
    } catch (SQLException e) {
      // it is closed already
    }
    closed = true;
    task.cancel(false);
  }

  @Override
  public void close() {
    task.cancel(false);
    synchronized (this) {
      closed = true;
      disconnect();
    }
  }

  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      // it is not needed any more
    }
    connection = null;
  }
}
