package dev.memdb.safety;

/** The locks that PostgreSQL takes on tables and indexes, the weakest first (section 13.3.1). */
public enum LockMode {
  ACCESS_SHARE(1),
  ROW_SHARE(2),
  ROW_EXCLUSIVE(3),
  SHARE_UPDATE_EXCLUSIVE(4),
  SHARE(5),
  SHARE_ROW_EXCLUSIVE(6),
  EXCLUSIVE(7),
  ACCESS_EXCLUSIVE(8);

  private final int number;

  LockMode(int number) {
    this.number = number;
  }

  /** The lock of a number in PostgreSQL's sources (lockdefs.h). */
  static LockMode of(int number) {
    for (LockMode mode : values()) {
      if (mode.number == number) {
        return mode;
      }
    }
    return ACCESS_EXCLUSIVE;
  }

  /** Whether INSERT, UPDATE and DELETE wait for it. */
  public boolean blocksWrites() {
    return compareTo(SHARE) >= 0;
  }

  /** Whether SELECT waits for it. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }

  /** The stronger of two; which is all that others notice. */
  public LockMode or(LockMode other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** As the documentation writes it: {@code SHARE ROW EXCLUSIVE}. */
  @Override
  public String toString() {
    return name().replace('_', ' ');
  }
}
