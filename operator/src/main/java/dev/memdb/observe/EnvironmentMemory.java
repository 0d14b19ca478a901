package dev.memdb.observe;

import dev.memdb.plan.Activity;
import dev.memdb.plan.Setback;
import dev.memdb.plan.Sighting;
import java.util.Optional;

/**
 * What is remembered of one environment. Nothing is lost when it is forgotten: the truth is in the
 * database, and the next look finds it.
 *
 * @param address what the sighting speaks of; another address makes it worthless
 * @param sighting the latest finished look or run
 * @param activity what is under way
 * @param setback how the last run failed
 * @param jobRefused why the last Job of backfill workers could not be made
 */
record EnvironmentMemory(
    String address,
    Optional<Sighting> sighting,
    Optional<Activity> activity,
    Optional<Setback> setback,
    Optional<String> jobRefused) {
  static final EnvironmentMemory EMPTY =
      new EnvironmentMemory(
          "", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  EnvironmentMemory doing(Activity now) {
    return new EnvironmentMemory(address, sighting, Optional.of(now), setback, jobRefused);
  }

  EnvironmentMemory idle() {
    return new EnvironmentMemory(address, sighting, Optional.empty(), setback, jobRefused);
  }

  EnvironmentMemory saw(String at, Optional<Sighting> seen, Optional<Setback> failed) {
    return new EnvironmentMemory(at, seen, Optional.empty(), failed, jobRefused);
  }

  EnvironmentMemory job(Optional<String> refused) {
    return new EnvironmentMemory(address, sighting, activity, setback, refused);
  }

  /** The sighting, if it speaks of this address. */
  Optional<Sighting> sightingAt(String wanted) {
    return address.equals(wanted) ? sighting : Optional.empty();
  }
}
