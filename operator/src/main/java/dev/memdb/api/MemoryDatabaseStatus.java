package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/**
 * What the operator found and did.
 *
 * @param observedGeneration the generation of the spec that this status speaks of
 * @param source the migration set in use; null while it cannot be resolved
 * @param conditions Ready, Reconciling, Stalled, SourceReady, DriftFree, SchemaParity
 * @param environments one entry per environment; those that are promoted first go first
 * @param summary an aligned text, one line per environment, after a newline
 * @param versions for the column: {@code staging=7 production=7}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryDatabaseStatus(
    @JsonPropertyDescription(
            "The generation of the spec that this status speaks of; -1: nobody has looked yet.")
        Long observedGeneration,
    @JsonPropertyDescription("The migration set in use; absent while it cannot be had.")
        SourceStatus source,
    @JsonPropertyDescription(
            "Exactly one of Ready, Reconciling and Stalled is True. SourceReady: the migration set"
                + " is in order. DriftFree: no schema was changed by hand. SchemaParity: the"
                + " environments' schemas are equal.")
        List<Condition> conditions,
    @JsonPropertyDescription("One entry per environment, in the order of promotion.")
        List<EnvironmentStatus> environments,
    @JsonPropertyDescription("The environments in a few words, one line each.") String summary,
    @JsonPropertyDescription("The version of each environment in one line.") String versions) {

  public MemoryDatabaseStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    environments = environments == null ? List.of() : List.copyOf(environments);
  }
}
