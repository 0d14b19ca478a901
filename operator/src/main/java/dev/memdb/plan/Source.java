package dev.memdb.plan;

import dev.memdb.api.Reason;
import dev.memdb.migration.MigrationSet;

/** The migration set that the spec names, or why there is none. */
public sealed interface Source {
  /** The set was read and is in order. */
  record Resolved(MigrationSet set) implements Source {}

  /**
   * Something of it is not there yet and may come by itself.
   *
   * @param message what is missing
   */
  record Waiting(String message) implements Source {}

  /**
   * It was read and is not in order.
   *
   * @param reason the documented cause
   * @param message file, line, what is wrong
   */
  record Refused(Reason reason, String message) implements Source {}
}
