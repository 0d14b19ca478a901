package dev.memdb.safety;

/** The locks that PostgreSQL takes on tables and indexes, the weakest first (section 13.3.1). */
public enum LockMode {
  ACCESS_SHARE,
  ROW_SHARE,
  ROW_EXCLUSIVE,
  SHARE_UPDATE_EXCLUSIVE,
  SHARE,
  SHARE_ROW_EXCLUSIVE,
  EXCLUSIVE,
  ACCESS_EXCLUSIVE;

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
