package dev.memdb.status;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.api.SourceStatus;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.Observation;
import dev.memdb.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells what is known and planned as a status. When nothing has changed the result equals the
 * previous status, whatever the clock says, and need not be written.
 */
public final class StatusAssembler {
  private static final MemoryDatabaseStatus NOTHING_YET =
      new MemoryDatabaseStatus(-1L, null, List.of(), List.of(), null, null);

  private final MemoryDatabaseStatus before;
  private final Observation observation;
  private final Plan plan;
  private final Map<String, EnvironmentObservation> observed;
  private final boolean sameSpec;

  private StatusAssembler(MemoryDatabaseStatus before, Observation observation, Plan plan) {
    this.before = before;
    this.observation = observation;
    this.plan = plan;
    this.observed =
        observation.environments().stream()
            .collect(Collectors.toMap(EnvironmentObservation::name, Function.identity()));
    this.sameSpec = Long.valueOf(observation.generation()).equals(before.observedGeneration());
  }

  /**
   * Assembles.
   *
   * @param previous the status as it was read; null: the resource has none
   * @param plan the plan that was made from the observation
   */
  public static MemoryDatabaseStatus assemble(
      MemoryDatabaseStatus previous, Observation observation, Plan plan) {
    MemoryDatabaseStatus before = previous == null ? NOTHING_YET : previous;
    return new StatusAssembler(before, observation, plan).assemble();
  }

  private MemoryDatabaseStatus assemble() {
    List<EnvironmentStatus> environments = environments();
    Finding source = SourceFinding.of(observation, plan, environments);
    Finding drift = DriftFinding.of(environments, observed);
    Finding parity = ParityFinding.of(environments, observed, observation.parity(), toldBefore());
    Verdict verdict = Verdict.of(plan.causes(), environments, parity);
    return new MemoryDatabaseStatus(
        observation.generation(),
        source(),
        conditions(Stream.concat(Conditions.summaries(verdict), Stream.of(source, drift, parity))),
        environments,
        Summary.of(environments),
        Summary.versions(environments));
  }

  private List<EnvironmentStatus> environments() {
    Map<String, EnvironmentStatus> told =
        before.environments().stream()
            .collect(Collectors.toMap(EnvironmentStatus::name, Function.identity(), (a, b) -> b));
    EnvironmentAssembler assembler = new EnvironmentAssembler(observation.now(), sameSpec);
    return plan.environments().stream()
        .map(
            e ->
                assembler.assemble(
                    e, observed.get(e.name()), Optional.ofNullable(told.get(e.name()))))
        .toList();
  }

  private SourceStatus source() {
    return observation
        .set()
        .map(
            set ->
                new SourceStatus(
                    Texts.bounded(set.from(), Texts.LINE), set.digest(), set.latest().text()))
        .orElse(null);
  }

  private List<Condition> conditions(Stream<Finding> findings) {
    Conditions conditions =
        new Conditions(before.conditions(), observation.generation(), observation.now());
    return findings.map(conditions::of).toList();
  }

  private Optional<Finding> toldBefore() {
    return Conditions.find(before.conditions(), ConditionType.SCHEMA_PARITY)
        .filter(condition -> sameSpec)
        .flatMap(condition -> Finding.parse(ConditionType.SCHEMA_PARITY, condition));
  }
}
