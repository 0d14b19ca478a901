package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;

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
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Condition(
    String type,
    String status,
    Long observedGeneration,
    String lastTransitionTime,
    String reason,
    String message) {}
