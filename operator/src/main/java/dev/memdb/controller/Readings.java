package dev.memdb.controller;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.SchemaStatus;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.EnvironmentPlan;
import dev.memdb.plan.Observation;
import dev.memdb.plan.Plan;
import dev.memdb.plan.Sighting;
import dev.memdb.report.ResourceReading;
import dev.memdb.report.ResourceReading.EnvironmentReading;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What the metrics say of a resource: what its status says, and the numbers that the status leaves
 * out so that it need not be written with every look. Pure.
 */
final class Readings {
  private Readings() {}

  /**
   * The reading of one turn of the loop.
   *
   * @param status assembled from that observation and that plan
   */
  static ResourceReading of(
      MemoryDatabase resource, MemoryDatabaseStatus status, Observation observation, Plan plan) {
    Map<String, Optional<Instant>> looks =
        observation.environments().stream()
            .collect(
                Collectors.toMap(
                    EnvironmentObservation::name, e -> e.sighting().map(Sighting::at)));
    Map<String, Integer> pending =
        plan.environments().stream()
            .collect(Collectors.toMap(EnvironmentPlan::name, e -> e.pending().size()));
    Condition ready = find(status, ConditionType.READY).orElseThrow();
    return new ResourceReading(
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid(),
        ready.status().equals("True"),
        Reason.of(ready.reason()).orElseThrow(),
        find(status, ConditionType.SCHEMA_PARITY).flatMap(Readings::answer),
        status.environments().stream()
            .map(e -> environment(e, pending.get(e.name()), looks.get(e.name())))
            .toList());
  }

  /** The status lists ten pending versions at most; the plan has none before the first look. */
  private static EnvironmentReading environment(
      EnvironmentStatus status, int planned, Optional<Instant> lookedAt) {
    return new EnvironmentReading(
        status.name(),
        status.state(),
        status.reason(),
        Math.max(planned, status.pending().size()),
        drift(status.schema()),
        lookedAt);
  }

  private static OptionalInt drift(SchemaStatus schema) {
    return schema == null
        ? OptionalInt.empty()
        : OptionalInt.of(Objects.requireNonNullElse(schema.differences(), 0));
  }

  private static Optional<Condition> find(MemoryDatabaseStatus status, ConditionType type) {
    return status.conditions().stream().filter(c -> c.type().equals(type.text())).findFirst();
  }

  private static Optional<Boolean> answer(Condition condition) {
    return condition.status().equals("Unknown")
        ? Optional.empty()
        : Optional.of(condition.status().equals("True"));
  }
}
