package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.backfill.Backfills;
import dev.memdb.backfill.LostHolds;
import dev.memdb.backfill.Progress;
import dev.memdb.backfill.Worker;
import dev.memdb.ledger.DirectSession;
import dev.memdb.migration.Migration;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills rows inside of this process, without the migration lock: other sessions may look, and the
 * lease of a segment is what keeps a second worker away.
 */
final class Filler {
  private static final Logger LOG = LoggerFactory.getLogger(Filler.class);

  /** So soon a stop is noticed in a pause. */
  private static final Duration STOP_LOOKS = Duration.ofMillis(100);

  private final RunControl control;
  private final Limits limits;
  private final LostHolds lost;

  /**
   * @param lost what earlier runs for the same database could not give back
   */
  Filler(RunControl control, Limits limits, LostHolds lost) {
    this.control = control;
    this.limits = limits;
    this.lost = lost;
  }

  /**
   * Works until nothing is left.
   *
   * @return why it ended before; empty: everything is filled that can be
   */
  Optional<RunResult> fill(DirectSession session, RunResult.Filling filling) {
    Migration migration = filling.migration();
    control.progress(migration.fileName() + ", filling");
    Told told = new Told(session.connection(), migration);
    told.told();
    try {
      Worker worker = new Worker(session.connection(), filling.run(), this::pause, told, lost);
      return switch (worker.work()) {
        case FILLED -> Optional.empty();
        case OTHERS_WORK -> Optional.of(later("other workers are still at it"));
        case HALTED -> Optional.of(later("paused by desired_state in memdb.backfill_run"));
      };
    } catch (InterruptedException e) {
      return Optional.of(new RunResult.Cancelled(List.of(), Optional.empty()));
    } catch (SQLException e) {
      return Optional.of(
          new Failures(control, limits)
              .result(
                  new MigrationFailure(
                      MigrationFailure.Kind.STATEMENT,
                      migration,
                      migration.fileName(),
                      ErrorPosition.message(e),
                      "Rows that were filled stay filled.",
                      e),
                  List.of(),
                  Optional.empty()));
    }
  }

  private static RunResult later(String why) {
    return new RunResult.Postponed(Reason.BACKFILL_RUNNING, why, List.of(), Optional.empty());
  }

  /** A stop of the run ends the work between two batches. */
  private void pause(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    do {
      if (control.stopped()) {
        throw new InterruptedException("stopped");
      }
      long left = Math.min(end - System.nanoTime(), STOP_LOOKS.toNanos());
      TimeUnit.NANOSECONDS.sleep(Math.max(0, left));
    } while (System.nanoTime() < end);
  }

  /** Tells how far it is, and what is wanted from now on. */
  private final class Told implements Worker.Listener {
    private final Connection connection;
    private final String version;

    Told(Connection connection, Migration migration) {
      this.connection = connection;
      this.version = migration.version().text();
    }

    @Override
    public void progress(Progress progress) {
      told();
    }

    @Override
    public void limited(String by) {
      told();
    }

    private void told() {
      try {
        if (control.limits().isPresent()) {
          Backfills.limit(connection, version, control.limits().get());
        }
        Backfills.state(connection, version).ifPresent(control::filling);
      } catch (SQLException e) {
        LOG.debug("not told: {}", e.getMessage()); // the next batch meets the same
      }
    }
  }
}
