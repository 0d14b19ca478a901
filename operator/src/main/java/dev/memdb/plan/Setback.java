package dev.memdb.plan;

import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import java.time.Instant;

/**
 * How the last run failed.
 *
 * @param basis what that run was planned with
 * @param reason the documented cause; its severity says whether another try can help
 * @param message what happened and the next step, without secrets; names a blocker if there was one
 * @param attempt how many runs in a row have failed, from 1
 * @param at when it failed
 * @param nextTry when the next try is due; without meaning when a person has to mend something
 */
public record Setback(
    Basis basis, Reason reason, String message, int attempt, Instant at, Instant nextTry) {

  /** Whether it passes by itself. */
  public boolean passing() {
    return reason.severity() != Severity.STALLED;
  }
}
