package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the operator found and did.
 *
 * @param observedGeneration the generation of the spec that this status speaks of
 * @param source the migration set in use; null while it cannot be resolved
 * @param conditions Ready, Reconciling, Stalled, SourceReady, DriftFree, SchemaParity
 * @param environments one entry per environment, by name
 * @param summary an aligned text, one line per environment, after a newline
 * @param versions for the column: {@code staging=7 production=7}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MemoryDatabaseStatus(
    Long observedGeneration,
    SourceStatus source,
    List<Condition> conditions,
    List<EnvironmentStatus> environments,
    String summary,
    String versions) {

  public MemoryDatabaseStatus {
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
    environments = environments == null ? List.of() : List.copyOf(environments);
  }
}
