package dev.memdb.plan;

import dev.memdb.api.Reason;
import java.time.Instant;

/** What the latest look at a database, or the end of a run in it, has shown. */
public sealed interface Sighting {
  /** When it was finished, by the operator's clock. */
  Instant at();

  /** The database answered. */
  record Seen(Instant at, DatabaseFacts facts) implements Sighting {}

  /**
   * It could not be read: no Secret, no connection, not the right database, not allowed.
   *
   * @param reason the documented cause
   * @param message what happened and the next step, without secrets
   */
  record Failed(Instant at, Reason reason, String message) implements Sighting {}
}
