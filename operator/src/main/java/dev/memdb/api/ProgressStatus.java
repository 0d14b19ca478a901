package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * What a migration is doing now.
 *
 * @param step for example {@code V7__importance.sql:14, statement 2 of 5}
 * @param startedAt when the run began, RFC 3339
 * @param updatedAt when the step began, RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProgressStatus(
    @JsonPropertyDescription("File, line and statement.") String step,
    @JsonPropertyDescription("When the run began.") String startedAt,
    @JsonPropertyDescription("When it came to this step.") String updatedAt) {}
