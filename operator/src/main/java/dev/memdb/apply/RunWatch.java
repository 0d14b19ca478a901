package dev.memdb.apply;

import dev.memdb.ledger.Fence;
import dev.memdb.postgres.ConnectException;
import dev.memdb.postgres.Connections;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.SessionSettings;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second session beside a run that takes longer than a moment: it renews the fence's lease and
 * sees who stands in the way. Quick runs never open it.
 */
final class RunWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWatch.class);
  private static final Duration FIRST_LOOK = Duration.ofMillis(100);

  /** Shorter than the default lock_timeout: a blocker is seen before the statement gives up. */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private static final Duration RENEW = Fence.LEASE.dividedBy(5);
  private static final String BLOCKERS = SqlText.resource(RunWatch.class, "blockers.sql");

  /** Starts the watch of one run. */
  interface Starter {
    RunWatch start(Fence fence, int pid);
  }

  private final Connections connections;
  private final Endpoint endpoint;
  private final SessionSettings settings;
  private final Fence fence;
  private final int pid;
  private final RunControl control;
  private final Future<?> task;
  private Connection connection;
  private long renewedNanos = System.nanoTime();
  private boolean closed;

  RunWatch(
      ScheduledExecutorService scheduler,
      Connections connections,
      Endpoint endpoint,
      SessionSettings settings,
      Fence fence,
      int pid,
      RunControl control) {
    this.connections = connections;
    this.endpoint = endpoint;
    this.settings = settings;
    this.fence = fence;
    this.pid = pid;
    this.control = control;
    this.task =
        scheduler.scheduleWithFixedDelay(
            this::look, FIRST_LOOK.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    try {
      if (connection == null) {
        connection = connections.open(endpoint, settings);
      }
      control.blockedBy(blockers());
      if (System.nanoTime() - renewedNanos > RENEW.toNanos()) {
        renew();
        renewedNanos = System.nanoTime();
      }
    } catch (SQLException | ConnectException e) {
      // the run itself meets the same trouble and reports it; a lease that ends is noticed there
      LOG.debug("no watch beside the run: {}", e.getMessage());
      disconnect();
    }
  }

  private List<String> blockers() throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(BLOCKERS)) {
      s.setInt(1, pid);
      try (ResultSet r = s.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (r.next()) {
          found.add(r.getString(1));
        }
        return found;
      }
    }
  }

  private void renew() throws SQLException {
    try (var s = connection.createStatement()) {
      s.execute(fence.renew());
    }
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
