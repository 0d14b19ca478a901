package dev.memdb.plan;

import dev.memdb.api.RunIn;
import dev.memdb.backfill.BackfillLimits;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted and known of an environment's backfill workers.
 *
 * @param runIn where they are to run
 * @param limits how gently they are to work
 * @param jobs those that belong to the environment, finished ones too
 * @param refused why the last Job could not be made, for people; empty: none was refused
 */
public record FillObservation(
    RunIn runIn, BackfillLimits limits, List<WorkerJob> jobs, Optional<String> refused) {
  public FillObservation {
    jobs = List.copyOf(jobs);
  }
}
