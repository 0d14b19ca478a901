package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How long a migration may wait and block. Durations are texts such as {@code 300ms}, {@code 15m}.
 *
 * @param lockTimeout for one try of one statement; tries go on with growing pauses; null: 300ms
 * @param statementTimeout for one statement; null: 15m
 * @param writerWait for another migrator of the same database to finish; null: 30s
 */
@ValidationRule(
    value =
        "!has(self.lockTimeout) || (self.lockTimeout"
            + Validation.IS_DURATION
            + " && duration(self.lockTimeout) >= duration('1ms')"
            + " && duration(self.lockTimeout) <= duration('10m'))",
    message = "locking.lockTimeout is a duration from 1ms to 10m, like 300ms",
    fieldPath = ".lockTimeout")
@ValidationRule(
    value =
        "!has(self.statementTimeout) || (self.statementTimeout"
            + Validation.IS_DURATION
            + " && duration(self.statementTimeout) >= duration('1s')"
            + " && duration(self.statementTimeout) <= duration('168h'))",
    message = "locking.statementTimeout is a duration from 1s to 168h, like 15m",
    fieldPath = ".statementTimeout")
@ValidationRule(
    value =
        "!has(self.writerWait) || (self.writerWait"
            + Validation.IS_DURATION
            + " && duration(self.writerWait) <= duration('1h'))",
    message = "locking.writerWait is a duration up to 1h, like 30s",
    fieldPath = ".writerWait")
public record LockingSpec(
    @Size(max = Validation.DURATION)
        @JsonPropertyDescription(
            "How long one try of a statement waits for its locks, from 1ms to 10m. Everybody who"
                + " uses the table queues behind it meanwhile, so keep it short: tries go on with"
                + " growing pauses. Default: 300ms.")
        String lockTimeout,
    @Size(max = Validation.DURATION)
        @JsonPropertyDescription(
            "How long one statement may run, from 1s to 168h. Statements that do not block the"
                + " application are not limited. Default: 15m.")
        String statementTimeout,
    @Size(max = Validation.DURATION)
        @JsonPropertyDescription(
            "How long to wait for another migrator of the same database to finish before trying"
                + " again later, up to 1h. Default: 30s.")
        String writerWait) {}
