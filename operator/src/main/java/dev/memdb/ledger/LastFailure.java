package dev.memdb.ledger;

import dev.memdb.migration.Version;

/**
 * The last migration that failed for good. It is tried again when the file, the spec or the request
 * has changed, not before: nothing else would.
 *
 * @param version the version
 * @param sha256 of the file that failed
 * @param reason as in {@code dev.memdb.api.Reason}
 * @param message what was told then
 * @param request what was asked for then
 * @param sourceDigest of the migration set then
 */
public record LastFailure(
    Version version,
    String sha256,
    String reason,
    String message,
    String request,
    String sourceDigest) {}
