package dev.memdb.plan;

import dev.memdb.api.Reason;
import java.time.Duration;
import java.util.Set;

/** How soon to look again at what holds an environment back. */
final class Pace {
  /** A corrected Secret, or a database that is back, is noticed within 5 s, the look included. */
  private static final Duration CONNECTION = Duration.ofSeconds(4);

  /** A repair inside a database. Such a look reads the whole catalog, so it comes less often. */
  private static final Duration REPAIR = Duration.ofSeconds(30);

  private static final Set<Reason> REPAIRED_INSIDE =
      Set.of(
          Reason.DIRTY_HISTORY,
          Reason.CHECKSUM_MISMATCH,
          Reason.HISTORY_GAP,
          Reason.UNKNOWN_VERSION,
          Reason.DRIFT_DETECTED,
          Reason.PARITY_MISMATCH,
          Reason.AWAITING_OWNER);

  private Pace() {}

  /** The longest age of a sighting before the database is looked at again. */
  static Duration of(
      Observation observation, EnvironmentObservation environment, Assessment assessment) {
    boolean failed = environment.sighting().filter(Sighting.Failed.class::isInstance).isPresent();
    if (failed || assessment.reason() == Reason.WRITER_BUSY) {
      return shorter(CONNECTION, observation.interval());
    }
    boolean repairable =
        REPAIRED_INSIDE.contains(assessment.reason())
            || observation.parity().filter(p -> p.concerns(environment.name())).isPresent();
    return repairable ? shorter(REPAIR, observation.interval()) : observation.interval();
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
