package dev.memdb.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * When transactions come: at random moments (a Poisson process), as from users who do not know of
 * each other. The same ones each time.
 */
final class Arrivals {
  private static final List<Kind> KINDS = List.of(Kind.UPDATE, Kind.INSERT, Kind.READ);

  private final SplittableRandom random = new SplittableRandom(42);
  private final double perSecond;
  private final int rows;
  private long due = System.nanoTime();
  private long last;

  enum Kind {
    UPDATE,
    INSERT,
    READ
  }

  /**
   * One transaction.
   *
   * @param due by the clock of System.nanoTime
   * @param row its number
   */
  record Arrival(long due, Kind kind, long row) {}

  /**
   * @param rows of the table, numbered from 1
   */
  Arrivals(double perSecond, int rows) {
    this.perSecond = perSecond;
    this.rows = rows;
    this.last = rows;
  }

  synchronized Arrival next() {
    due += (long) (-Math.log(1 - random.nextDouble()) * 1e9 / perSecond);
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    long row = random.nextInt(rows) + 1L;
    return new Arrival(due, kind, kind == Kind.INSERT ? ++last : row);
  }
}
