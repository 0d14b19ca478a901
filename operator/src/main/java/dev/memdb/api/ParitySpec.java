package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * What is done about schema differences.
 *
 * @param onDrift what a hand-made change causes; null: {@link DriftPolicy#BLOCK}
 * @param interval how often the catalogs are compared, a duration; null: 5m
 */
@ValidationRule(
    value =
        "!has(self.interval) || (self.interval"
            + Validation.IS_DURATION
            + " && duration(self.interval) >= duration('10s')"
            + " && duration(self.interval) <= duration('24h'))",
    message = "parity.interval is a duration from 10s to 24h, like 5m",
    fieldPath = ".interval")
public record ParitySpec(
    @JsonPropertyDescription(
            "What a change that no migration made causes. Block: it is reported, and nothing is"
                + " migrated or promoted over it, but for migrations that take it over (IF NOT"
                + " EXISTS, OR REPLACE) and make the same; a backfill that has begun comes to its"
                + " end. Report: it is reported, and migrations go on. Default: Block.")
        DriftPolicy onDrift,
    @Size(max = Validation.DURATION)
        @JsonPropertyDescription(
            "How often each database's schema is read and compared, from 10s to 24h. Default: 5m.")
        String interval) {}
