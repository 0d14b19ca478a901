package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What a migration is doing now.
 *
 * @param step for example {@code V7__importance.sql:14, statement 2 of 5}
 * @param startedAt when the run started, RFC 3339
 * @param updatedAt when this was written, RFC 3339
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProgressStatus(String step, String startedAt, String updatedAt) {}
