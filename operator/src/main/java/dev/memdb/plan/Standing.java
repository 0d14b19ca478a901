package dev.memdb.plan;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.Reason;

/**
 * How an environment stands, for people.
 *
 * @param state one word
 * @param reason the documented cause of it
 * @param note what is going on and what to do
 */
public record Standing(EnvironmentState state, Reason reason, String note) {

  /** The state follows from the reason. */
  public static Standing of(Reason reason, String note) {
    return new Standing(state(reason), reason, note);
  }

  private static EnvironmentState state(Reason reason) {
    return switch (reason) {
      case CHECKING -> EnvironmentState.UNKNOWN;
      case MIGRATING, BACKFILL_RUNNING, LOCK_TIMEOUT_RETRYING, TRANSIENT_FAILURE_RETRYING ->
          EnvironmentState.MIGRATING;
      default ->
          switch (reason.severity()) {
            case READY -> EnvironmentState.READY;
            case RECONCILING -> EnvironmentState.WAITING;
            case SUSPENDED -> EnvironmentState.SUSPENDED;
            case STALLED -> EnvironmentState.STALLED;
          };
    };
  }
}
