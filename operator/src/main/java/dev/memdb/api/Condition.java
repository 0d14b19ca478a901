package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A condition as Kubernetes' API conventions define it.
 *
 * @param type which question is answered
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param observedGeneration the generation of the spec that was judged
 * @param lastTransitionTime when status last changed, RFC 3339, whole seconds
 * @param reason a documented {@link Reason}
 * @param message what happened, why, and the next step
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    @Required
        @Size(max = 316)
        @JsonPropertyDescription(
            "Which question is answered: Ready, Reconciling, Stalled, SourceReady, DriftFree or"
                + " SchemaParity.")
        String type,
    @Required @JsonPropertyDescription("The answer: True, False or Unknown.") String status,
    @JsonPropertyDescription("The generation of the spec that was judged.") Long observedGeneration,
    @Required @JsonPropertyDescription("When the answer last changed.") String lastTransitionTime,
    @Required
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("The documented cause, in one word.")
        String reason,
    @Required
        @Size(max = 32768)
        @JsonPropertyDescription("What happened, why, since when, and what to do next.")
        String message) {}
