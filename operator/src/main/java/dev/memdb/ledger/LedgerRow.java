package dev.memdb.ledger;

import dev.memdb.migration.Version;
import java.time.Duration;
import java.time.Instant;

/**
 * A version that the operator itself has applied.
 *
 * @param version the version
 * @param description the description in the file's name
 * @param sha256 hex, over the file's raw text
 * @param appliedAt when it was committed, by the database's clock
 * @param duration how long it took
 */
public record LedgerRow(
    Version version, String description, String sha256, Instant appliedAt, Duration duration) {}
