package dev.memdb.safety;

/** What findings say. */
final class Messages {
  /** Added to what a finding would be on a larger table. */
  static final String BRIEF = " The table is small here: it takes a moment.";

  private Messages() {}

  /** What would happen to a table, and who would wait. */
  static String of(Effect effect) {
    return effect.what()
        + ": "
        + effect.table()
        + " "
        + effect.work().words()
        + " under "
        + effect.mode()
        + "; "
        + who(effect.mode());
  }

  private static String who(LockMode mode) {
    if (mode.blocksReads()) {
      return "nobody reads or writes it until the transaction ends.";
    }
    return mode.blocksWrites()
        ? "nobody writes it until the transaction ends."
        : "readers and writers go on.";
  }
}
