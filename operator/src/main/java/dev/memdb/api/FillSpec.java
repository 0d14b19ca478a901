package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How gently backfills work, and where. Changes act within one batch; {@code runIn} and {@code pod}
 * with the next Job.
 *
 * @param runIn where the workers run; null: {@link RunIn#JOB}
 * @param batchDuration how long one batch should last, a duration; null: 20ms
 * @param maxDutyPercent the share of the time that a worker may work; null: 80
 * @param maxReplicaLag how far a standby or a replication slot may be behind, as {@code 64Mi}
 * @param workers how many work side by side; null: 1
 * @param pod what the workers' pods get; null: nothing special
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "!has(self.batchDuration) || (self.batchDuration"
            + Validation.IS_DURATION
            + " && duration(self.batchDuration) >= duration('5ms')"
            + " && duration(self.batchDuration) <= duration('10s'))",
    message = "backfill.batchDuration is a duration from 5ms to 10s, like 50ms",
    fieldPath = ".batchDuration")
@ValidationRule(
    value = "!has(self.maxReplicaLag) || self.maxReplicaLag.matches('^[1-9][0-9]{0,5}(Ki|Mi|Gi)$')",
    message = "backfill.maxReplicaLag is a size in Ki, Mi or Gi, like 64Mi",
    fieldPath = ".maxReplicaLag")
public record FillSpec(
    @JsonPropertyDescription(
            "Where the workers run. Job: in pods of their own. Operator: in the operator's process,"
                + " for a cluster without nodes. Default: Job.")
        RunIn runIn,
    @Size(max = Validation.DURATION)
        @JsonPropertyDescription(
            "How long one batch should last, from 5ms to 10s: whoever wants to change one of its"
                + " rows waits no longer than that. Default: 20ms.")
        String batchDuration,
    @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "The share of the time that a worker may work, from 1 to 100: it pauses for the rest."
                + " Default: 80.")
        Integer maxDutyPercent,
    @Size(max = Validation.SIZE)
        @JsonPropertyDescription(
            "How much WAL a standby or a replication slot may be behind before the workers wait for"
                + " it. Default: 64Mi.")
        String maxReplicaLag,
    @Min(1)
        @Max(Validation.WORKERS)
        @JsonPropertyDescription("How many workers fill side by side, from 1 to 16. Default: 1.")
        Integer workers,
    @JsonPropertyDescription("What the workers' pods get, in addition to what the operator sets.")
        WorkerPodSpec pod) {}
