package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The last migration applied to an environment.
 *
 * @param version its version
 * @param description from the file's name
 * @param duration how long it took, for example {@code 1.2s}
 * @param appliedAt when it was committed, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrationStatus(
    String version, String description, String duration, String appliedAt) {}
