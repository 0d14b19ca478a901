package dev.memdb.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One fault while rows are filled, as it is drawn before the cycle begins.
 *
 * @param kind what is broken
 * @param after how long to wait before
 */
record FillFault(Kind kind, Duration after) {
  private static final int MOST = 3;
  private static final int LONGEST_WAIT_MS = 3000;

  /** What can happen. */
  enum Kind {
    /** {@code kill -9} of a worker; its Job makes another one. */
    KILL_WORKER,
    /** SIGSTOP of a worker, SIGCONT after its lease was lost: a zombie. */
    FREEZE_WORKER,
    /** {@code pg_terminate_backend} of a worker's session. */
    TERMINATE_BACKEND,
    /** {@code kill -9} of the operator; another is started. */
    KILL_OPERATOR,
    /** Immediate shutdown of PostgreSQL. */
    CRASH_POSTGRES,
    /** The table gets another file. */
    VACUUM_FULL,
    /** The role gets another password, then the Secret, then the files of the pods. */
    ROTATE_SECRET
  }

  static List<FillFault> draw(SplittableRandom random) {
    List<FillFault> faults = new ArrayList<>();
    int count = random.nextInt(1, MOST + 1);
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      faults.add(new FillFault(kind, Duration.ofMillis(random.nextInt(LONGEST_WAIT_MS))));
    }
    return faults;
  }
}
