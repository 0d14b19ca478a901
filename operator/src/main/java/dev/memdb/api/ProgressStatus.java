package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;

/**
 * What a migration is doing now.
 *
 * @param step for example {@code V7__importance.sql:14, statement 2 of 5}
 * @param percent of a backfill, from 0 to 100; null: no backfill
 * @param remaining how long a backfill still takes at its average speed, like {@code 12m}; null:
 *     not known
 * @param rowsPerSecond of a backfill, on average since its start; null: not known
 * @param hotPercent of a backfill's rows, how many were updated in place; null: not known
 * @param limitedBy what a backfill waits for; null: nothing
 * @param startedAt when the run began, RFC 3339
 * @param updatedAt when the step began, RFC 3339
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProgressStatus(
    @JsonPropertyDescription("File, line and statement.") String step,
    @JsonPropertyDescription("How much of a backfill's table is done.") Integer percent,
    @JsonPropertyDescription(
            "How long a backfill still takes at its average speed, pauses included.")
        String remaining,
    @JsonPropertyDescription("Rows that a backfill fills, on average, pauses included.")
        Long rowsPerSecond,
    @JsonPropertyDescription(
            "Of the rows that a backfill has filled, how many needed no new index entry.")
        Integer hotPercent,
    @Size(max = 256) @JsonPropertyDescription("What a backfill waits for; absent: nothing.")
        String limitedBy,
    @JsonPropertyDescription("When the run began.") String startedAt,
    @JsonPropertyDescription("When it came to this step.") String updatedAt) {}
