package dev.memdb.ledger;

import dev.memdb.migration.Version;
import java.util.Optional;

/**
 * How the last run's rollout began: the first run with the same set and target, if that was within
 * the last hour. Of the tables that it made nobody has taken possession yet.
 *
 * @param digest of the migration set
 * @param target what was to be reached
 * @param from the highest version that the database had before it; empty: none
 */
public record Rollout(String digest, Version target, Optional<Version> from) {}
