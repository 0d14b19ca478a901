package dev.memdb.plan;

/** What is wanted of an environment's Job of backfill workers. */
public sealed interface JobWish {
  /** Whatever there is stays: too little is known, or a run is under way. */
  record Keep() implements JobWish {}

  /** Everything is filled: workers end by themselves, and their logs stay; the rest is removed. */
  record Ending() implements JobWish {}

  /** Nobody may work: what is not finished is removed. */
  record None() implements JobWish {}

  /**
   * This one, and no other.
   *
   * @param version of the backfill
   * @param attempt which try at it; a further one is another Job
   * @param suspended true: it has no pods for now, and is not made if it is not there
   */
  record Wanted(String version, int attempt, boolean suspended) implements JobWish {
    /** Whether that is the Job that is wanted. */
    public boolean is(WorkerJob job) {
      return job.version().equals(version) && job.attempt() == attempt;
    }
  }
}
