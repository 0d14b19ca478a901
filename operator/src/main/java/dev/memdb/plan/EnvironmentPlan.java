package dev.memdb.plan;

import dev.memdb.migration.Version;
import java.util.List;

/**
 * What is done about one environment, and how it stands.
 *
 * @param name the environment
 * @param step what is done now
 * @param standing what is told
 * @param job what is wanted of its backfill workers
 * @param pending the versions still to apply, ascending; empty also while they are not known
 */
public record EnvironmentPlan(
    String name, Step step, Standing standing, JobWish job, List<Version> pending) {
  public EnvironmentPlan {
    pending = List.copyOf(pending);
  }
}
