package dev.memdb.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is done now.
 *
 * @param causes what keeps the whole resource from moving, the most general first; empty: nothing
 * @param environments one entry each, those that go first before those that follow them
 * @param unsafe what is to be said against the first version that may not be safe; empty: nothing
 *     is known against any that is missing
 * @param announceFirst true: the status still says Ready although there is work to do, so it is
 *     written before the work begins
 */
public record Plan(
    List<Cause> causes,
    List<EnvironmentPlan> environments,
    Optional<Judgement> unsafe,
    boolean announceFirst) {
  public Plan {
    causes = List.copyOf(causes);
    environments = List.copyOf(environments);
  }

  /** When to plan again if nothing happens before; empty: only when something happens. */
  public Optional<Instant> wakeAt() {
    return environments.stream()
        .map(EnvironmentPlan::step)
        .filter(Step.Wait.class::isInstance)
        .map(step -> ((Step.Wait) step).until())
        .min(Instant::compareTo);
  }
}
