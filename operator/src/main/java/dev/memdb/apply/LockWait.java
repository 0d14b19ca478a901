package dev.memdb.apply;

import dev.memdb.ledger.Fence;
import dev.memdb.ledger.Holder;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Waits for the migration lock, and ends a holder that has given no sign of life for its lease. */
final class LockWait {
  private static final int SHORTEST_PAUSE_MS = 20;
  private static final int LONGEST_PAUSE_MS = 250;

  private final Fence fence;
  private final RunControl control;
  private int endedPid;

  LockWait(Fence fence, RunControl control) {
    this.fence = fence;
    this.control = control;
  }

  /**
   * How the wait ended.
   *
   * @param locked true: this session has the lock
   * @param rival who has it instead, as far as that is known
   */
  record Outcome(boolean locked, Optional<Holder> rival) {}

  /** Waits so long, or until the run is stopped. */
  Outcome await(Duration longest) throws SQLException {
    long end = System.nanoTime() + longest.toNanos();
    int pause = SHORTEST_PAUSE_MS;
    while (!fence.tryLock()) {
      Optional<Fence.Rival> rival = fence.rival();
      if (rival.isPresent() && rival.get().leaseOver()) {
        end(rival.get());
      }
      if (System.nanoTime() > end || control.stopped()) {
        return new Outcome(false, rival.map(Fence.Rival::holder));
      }
      // jitter: two waiting operators must not ask in step
      LockSupport.parkNanos(
          Duration.ofMillis(ThreadLocalRandom.current().nextInt(pause / 2, pause + 1)).toNanos());
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
    return new Outcome(true, Optional.empty());
  }

  private void end(Fence.Rival rival) throws SQLException {
    fence.end(rival);
    Holder holder = rival.holder();
    if (endedPid != holder.pid()) { // told once: it may take a moment to go
      endedPid = holder.pid();
      control.note(
          "ended pid %d (%s): it held the migration lock without a sign of life"
              .formatted(holder.pid(), holder.application()));
    }
  }
}
