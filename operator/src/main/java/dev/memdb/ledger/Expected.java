package dev.memdb.ledger;

import dev.memdb.migration.Version;
import java.time.Instant;

/**
 * The schema as the last run left it.
 *
 * @param fingerprint {@code sha256:…}
 * @param version the version it belongs to; null: recorded before any version was applied
 * @param recordedAt by the database's clock
 */
public record Expected(String fingerprint, Version version, Instant recordedAt) {}
