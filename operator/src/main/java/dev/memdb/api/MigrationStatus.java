package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * The last migration applied to an environment.
 *
 * @param version its version
 * @param description from the file's name
 * @param duration how long it took, for example {@code 1.2s}
 * @param appliedAt when it was committed, RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MigrationStatus(
    @JsonPropertyDescription("Its version.") String version,
    @JsonPropertyDescription("What its file is called, after the version.") String description,
    @JsonPropertyDescription("How long it took.") String duration,
    @JsonPropertyDescription("When it was committed.") String appliedAt) {}
