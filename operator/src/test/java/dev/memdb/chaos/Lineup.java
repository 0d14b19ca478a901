package dev.memdb.chaos;

import java.util.SplittableRandom;

/** Which operators run while a cycle lasts. */
enum Lineup {
  /** One. */
  ALONE,
  /** A leader and one that stands by, as leader election has it. */
  STANDBY,
  /**
   * Two that both lead: their leases are in different namespaces, as if the election had failed.
   */
  RIVALS;

  static Lineup draw(SplittableRandom random) {
    int percent = random.nextInt(100);
    if (percent < 50) {
      return ALONE;
    }
    return percent < 75 ? STANDBY : RIVALS;
  }
}
