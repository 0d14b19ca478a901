package dev.memdb.safety;

import java.util.regex.Pattern;

/** What findings say. */
final class Messages {
  /** Added to what a finding would be on a larger table. */
  static final String BRIEF = " The table is small here: it takes a moment.";

  /** Rules about what others still use. */
  private static final Pattern BREAKS = Pattern.compile("renaming-|ban-drop-(?:column|table)$");

  private Messages() {}

  /** What would happen to a table, and who would wait. */
  static String of(Effect effect) {
    if (effect.rule() != null && BREAKS.matcher(effect.rule()).lookingAt()) {
      boolean renamed = effect.rule().startsWith("renaming");
      return effect.what()
          + ": what still runs with "
          + (renamed ? "the old name" : "it")
          + " fails from then on"
          + (renamed ? "" : ", and its rows or values are gone")
          + "; "
          + effect.table()
          + " is locked under "
          + effect.mode()
          + " until the transaction ends.";
    }
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
