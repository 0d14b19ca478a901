package dev.memdb.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One fault of a cycle, as it is drawn before the cycle begins.
 *
 * @param kind what is broken
 * @param whileMigrating true: not before a migration is under way
 * @param after how long to wait then
 * @param lasting how long it stays broken before anything is started again
 */
record Fault(Kind kind, boolean whileMigrating, Duration after, Duration lasting) {

  /** What can be broken. */
  enum Kind {
    /** {@code kill -9} of an operator that leads; another is started. */
    KILL_OPERATOR,
    /** SIGSTOP of an operator that leads, SIGCONT some time after another has taken over. */
    FREEZE_OPERATOR,
    /** {@code pg_terminate_backend} of a migration's backend. */
    TERMINATE_BACKEND,
    /** Immediate shutdown of the PostgreSQL server that is being migrated. */
    CRASH_POSTGRES
  }

  private static final int MOST = 3;

  /** About the time that a database takes. */
  private static final int LONGEST_WAIT_MS = 2000;

  private static final int LONGEST_OUTAGE_MS = 1000;

  /** Beyond the lease of the database's fence, 15 s, and short of it. */
  private static final int LONGEST_FREEZE_MS = 18_000;

  /** The faults of one cycle: one to three. */
  static List<Fault> draw(SplittableRandom random) {
    List<Fault> faults = new ArrayList<>();
    int count = random.nextInt(1, MOST + 1);
    for (int i = 0; i < count; i++) {
      Kind kind = kind(random.nextInt(100));
      int longest = kind == Kind.FREEZE_OPERATOR ? LONGEST_FREEZE_MS : LONGEST_OUTAGE_MS;
      faults.add(
          new Fault(
              kind,
              random.nextInt(4) > 0,
              Duration.ofMillis(random.nextInt(LONGEST_WAIT_MS)),
              Duration.ofMillis(random.nextInt(longest))));
    }
    return faults;
  }

  /** Freezing comes less often: such a cycle takes half a minute. */
  private static Kind kind(int percent) {
    if (percent < 12) {
      return Kind.FREEZE_OPERATOR;
    }
    if (percent < 40) {
      return Kind.KILL_OPERATOR;
    }
    return percent < 70 ? Kind.TERMINATE_BACKEND : Kind.CRASH_POSTGRES;
  }
}
