package dev.memdb.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * A Job of backfill workers as it stands.
 *
 * @param name of the Job
 * @param version the version of the backfill that it works for
 * @param attempt which try at that version
 * @param workers how many pods it is to have
 * @param phase how far it is
 * @param trouble why its pods do not start, or why it failed, for people; empty: nothing known
 * @param request what a person had asked for when it was made; see {@link Observation#request()}
 * @param endedAt when it was finished; empty: it is not
 */
public record WorkerJob(
    String name,
    String version,
    int attempt,
    int workers,
    Phase phase,
    String trouble,
    String request,
    Optional<Instant> endedAt) {

  /** How far a Job is. */
  public enum Phase {
    /** Told to have no pods. */
    SUSPENDED,
    /** It should have pods, and none is ready. */
    STARTING,
    /** At least one pod is ready. */
    RUNNING,
    /** Every pod has ended well. */
    COMPLETE,
    /** Given up. */
    FAILED
  }

  /** Whether pods of it are at work, or about to be: nothing is known against it. */
  public boolean works() {
    return phase == Phase.RUNNING || (phase == Phase.STARTING && trouble.isEmpty());
  }

  /** Whether pods of it may still come. */
  public boolean active() {
    return phase != Phase.COMPLETE && phase != Phase.FAILED;
  }
}
