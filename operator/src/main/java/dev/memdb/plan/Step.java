package dev.memdb.plan;

import dev.memdb.migration.Version;
import java.time.Instant;

/** What is done about one environment now. */
public sealed interface Step {
  /** Read the database. */
  record Look() implements Step {}

  /** Apply what is missing up to a version, or finish what an earlier run left unverified. */
  record Migrate(Version to) implements Step {}

  /** Nothing before that moment, unless something happens. */
  record Wait(Instant until) implements Step {}

  /** End the run that is under way: a person wants nothing to change now. */
  record Stop() implements Step {}

  /** Nothing: a look or a run is under way, and its end will be heard of. */
  record Nothing() implements Step {}
}
