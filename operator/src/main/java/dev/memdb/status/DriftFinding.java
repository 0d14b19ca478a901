package dev.memdb.status;

import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.SchemaStatus;
import dev.memdb.plan.EnvironmentObservation;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code DriftFree}: has any environment changes that no migration made? */
final class DriftFinding {
  private DriftFinding() {}

  static Finding of(
      List<EnvironmentStatus> environments, Map<String, EnvironmentObservation> observed) {
    List<EnvironmentStatus> drifted =
        environments.stream().filter(DriftFinding::hasDrifted).toList();
    if (!drifted.isEmpty()) {
      return Finding.no(
          ConditionType.DRIFT_FREE,
          Reason.DRIFT_DETECTED,
          drifted.stream().map(DriftFinding::describe).collect(Collectors.joining(". ")));
    }
    return environments.stream()
        .filter(e -> !isKnown(e.schema(), observed.get(e.name())))
        .findFirst()
        .map(
            e ->
                Finding.unknown(
                    ConditionType.DRIFT_FREE,
                    e.reason(),
                    observed.get(e.name()).facts().isPresent()
                        ? "no migration has been applied to %s yet".formatted(e.name())
                        : unread(e)))
        .orElseGet(
            () ->
                Finding.yes(
                    ConditionType.DRIFT_FREE,
                    Reason.NO_DRIFT,
                    "every schema is as the migrations made it"));
  }

  static String unread(EnvironmentStatus environment) {
    return environment.reason() == Reason.CHECKING
        ? environment.name() + " has not been looked at yet"
        : "the schema of %s could not be read".formatted(environment.name());
  }

  static boolean hasDrifted(EnvironmentStatus environment) {
    return environment.schema() != null && environment.schema().differences() != null;
  }

  /** Seen now, or told before this process began and not looked at since. */
  private static boolean isKnown(SchemaStatus schema, EnvironmentObservation observed) {
    return schema != null && (observed.facts().isPresent() || observed.sighting().isEmpty());
  }

  private static String describe(EnvironmentStatus environment) {
    SchemaStatus schema = environment.schema();
    int more = schema.differences() - schema.drift().size();
    return "%s differs from what the migrations made: %s%s"
        .formatted(
            environment.name(),
            String.join("; ", schema.drift()),
            more > 0 ? "; and %d more".formatted(more) : "");
  }
}
