package dev.memdb.safety;

import java.util.LinkedHashMap;
import java.util.Map;

/** A transaction as it goes on: what it holds and since when. */
final class Course {
  /**
   * A lock that is held until the transaction ends.
   *
   * @param line of the statement that took it
   */
  record Held(LockMode mode, String statement, int line) {}

  private final Map<Name, Held> held = new LinkedHashMap<>();
  private int number;
  private boolean open;

  /** Which transaction it is; each has another number. */
  int number() {
    return number;
  }

  /** Whether statements share a transaction now. */
  boolean isOpen() {
    return open;
  }

  void begin() {
    end();
    open = true;
  }

  /** COMMIT or ROLLBACK, or a statement that had a transaction of its own has ended. */
  void end() {
    open = false;
    number++;
    held.clear();
  }

  void take(Effect effect, String statement, int line) {
    if (effect.fresh()) {
      return; // nobody is there who could wait
    }
    held.merge(
        effect.table(),
        new Held(effect.mode(), statement, line),
        (before, now) -> now.mode().compareTo(before.mode()) > 0 ? now : before);
  }

  Map<Name, Held> held() {
    return held;
  }
}
