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

  LockWait(Fence fence, RunControl control) {
    this.fence = fence;
    this.control = control;
  }

  /**
   * Waits.
   *
   * @return empty: we have the lock; else who has it, as far as that is known
   */
  Optional<Holder> await(Duration longest) throws SQLException {
    long end = System.nanoTime() + longest.toNanos();
    int pause = SHORTEST_PAUSE_MS;
    while (!fence.tryLock()) {
      Optional<Fence.Rival> rival = fence.rival();
      if (rival.isPresent() && rival.get().leaseOver()) {
        control.note(
            "ended pid %d (%s): it held the migration lock without a sign of life"
                .formatted(rival.get().holder().pid(), rival.get().holder().application()));
        fence.end(rival.get());
      } else if (System.nanoTime() > end || control.stopped()) {
        return Optional.of(
            rival.map(Fence.Rival::holder).orElse(new Holder("unknown", 0, null, true)));
      }
      // jitter: two waiting operators must not ask in step
      LockSupport.parkNanos(
          Duration.ofMillis(ThreadLocalRandom.current().nextInt(pause / 2, pause + 1)).toNanos());
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
    return Optional.empty();
  }
}
