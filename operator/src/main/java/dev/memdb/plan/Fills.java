package dev.memdb.plan;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.RunIn;
import dev.memdb.backfill.BackfillState;
import dev.memdb.migration.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Backfills that workers in pods are at, as seen from outside: by what the database says. */
final class Fills {
  /** How often progress is read; a status write costs the API server 10 ms. */
  private static final Duration PACE = Duration.ofSeconds(10);

  /** A small table is filled within seconds: at first it is looked at more often. */
  private static final Duration FIRST_PACE = Duration.ofSeconds(1);

  private static final int LOOKS_PER_AGE = 5;

  /** New limits are told with the next look; not more often, should that not succeed. */
  private static final Duration LIMITS = Duration.ofSeconds(2);

  private final Observation observation;

  Fills(Observation observation) {
    this.observation = observation;
  }

  /**
   * The backfill that pods have to fill now: begun, of the very text of the next version, and to be
   * filled in pods. Empty: there is none.
   */
  Optional<BackfillState> open(EnvironmentObservation environment, Assessment assessment) {
    if (!assessment.is(Assessment.Kind.PENDING)
        || environment.mode() != EnvironmentMode.MIGRATE
        || environment.fill().runIn() != RunIn.JOB) {
      return Optional.empty();
    }
    Optional<Migration> next =
        assessment.pending().stream()
            .findFirst()
            .flatMap(version -> observation.set().flatMap(set -> set.find(version)));
    return environment
        .facts()
        .flatMap(DatabaseFacts::backfill)
        .filter(b -> b.phase() == BackfillState.Phase.FILLING)
        .filter(b -> next.filter(m -> m.sha256().equals(b.digest())).isPresent());
  }

  /** The Job for it. */
  static JobWish.Wanted wanted(BackfillState state, boolean suspended) {
    return new JobWish.Wanted(state.version(), state.attempt(), suspended);
  }

  /** What is wanted when no pods have to fill the next version. */
  static JobWish without(EnvironmentObservation environment) {
    return environment
        .facts()
        .flatMap(DatabaseFacts::backfill)
        .filter(b -> b.phase() != BackfillState.Phase.FILLING)
        .<JobWish>map(filled -> new JobWish.Ending())
        .orElseGet(JobWish.None::new);
  }

  static Optional<WorkerJob> job(EnvironmentObservation environment, BackfillState state) {
    return environment.fill().jobs().stream().filter(wanted(state, false)::is).findFirst();
  }

  /** Whether pods have to fill, and their Job is of no use any more. */
  boolean givenUp(EnvironmentObservation environment, Assessment assessment) {
    return open(environment, assessment)
        .flatMap(state -> job(environment, state))
        .flatMap(job -> failed(environment, job))
        .isPresent();
  }

  /** Why its Job is of no use any more; empty: it works, or it has not been made yet. */
  Optional<String> failed(EnvironmentObservation environment, WorkerJob job) {
    if (!job.request().equals(observation.request())) {
      return Optional.empty(); // a person has asked for another try
    }
    if (job.phase() == WorkerJob.Phase.FAILED) {
      return Optional.of(job.trouble());
    }
    boolean inVain =
        job.endedAt()
            .filter(at -> environment.sighting().orElseThrow().at().isAfter(at.plus(PACE)))
            .isPresent();
    return job.phase() == WorkerJob.Phase.COMPLETE && inVain
        ? Optional.of("the workers have ended, but rows are open")
        : Optional.empty();
  }

  /** The next look at the database. */
  Step look(EnvironmentObservation environment, BackfillState state) {
    Instant seen = environment.sighting().orElseThrow().at();
    boolean limits = !environment.fill().limits().equals(state.limits());
    boolean ended =
        job(environment, state).flatMap(WorkerJob::endedAt).filter(seen::isBefore).isPresent();
    Instant due = ended ? observation.now() : seen.plus(limits ? LIMITS : pace(state, seen));
    return due.isAfter(observation.now()) ? new Step.Wait(due) : new Step.Look();
  }

  private static Duration pace(BackfillState state, Instant seen) {
    Duration share = Duration.between(state.startedAt(), seen).dividedBy(LOOKS_PER_AGE);
    if (share.compareTo(FIRST_PACE) < 0) {
      return FIRST_PACE;
    }
    return share.compareTo(PACE) < 0 ? share : PACE;
  }
}
