package dev.memdb.plan;

import dev.memdb.api.EnvironmentMode;
import java.util.List;
import java.util.Optional;

/**
 * What is known about one environment.
 *
 * @param name unique in the resource
 * @param mode who migrates it
 * @param suspended true: it is only looked at
 * @param after the environments that go first; empty: this is the first one
 * @param sighting what the latest finished look or run found at the address that the spec names
 *     now; empty: nothing yet, or the address or {@code memdb.dev/requested-at} has changed since
 * @param activity the look or run that is under way
 * @param setback how the last run failed; empty: it did not, or a later one got further
 * @param suspect whether something is to be said against the versions that it lacks by their files
 *     alone; the database may know better
 * @param fill what is wanted and known of its backfill workers
 */
public record EnvironmentObservation(
    String name,
    EnvironmentMode mode,
    boolean suspended,
    List<String> after,
    Optional<Sighting> sighting,
    Optional<Activity> activity,
    Optional<Setback> setback,
    boolean suspect,
    FillObservation fill) {

  public EnvironmentObservation {
    after = List.copyOf(after);
  }

  /** Whether it waits for no other environment. */
  public boolean first() {
    return after.isEmpty();
  }

  /** What was read from the database; empty when the last look failed or there was none. */
  public Optional<DatabaseFacts> facts() {
    return sighting
        .filter(Sighting.Seen.class::isInstance)
        .map(seen -> ((Sighting.Seen) seen).facts());
  }

  /** Whether a migration is under way. */
  public boolean running() {
    return activity.filter(a -> a.kind() == Activity.Kind.RUN).isPresent();
  }
}
