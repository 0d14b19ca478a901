package dev.memdb.observe;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.EnvironmentSpec;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.apply.Missing;
import dev.memdb.apply.SafetyCheck;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.FillObservation;
import dev.memdb.plan.Observation;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Shown;
import dev.memdb.plan.Sighting;
import dev.memdb.plan.Source;
import dev.memdb.plan.WorkerJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts together what is known about a resource at one moment; asks nobody. */
public final class Observer {
  private Observer() {}

  /**
   * The observation for the planner.
   *
   * @param told what the status says now; null: nothing yet
   * @param jobs of backfill workers, by environment
   */
  public static Observation observe(
      ResourceView view,
      MemoryDatabaseStatus told,
      Source source,
      Map<String, List<WorkerJob>> jobs,
      Memory memory,
      Instant now) {
    List<EnvironmentObservation> environments =
        view.environments().stream()
            .map(e -> environment(view, e, source, jobs.getOrDefault(e.name(), List.of()), memory))
            .toList();
    memory.keepOnly(
        environments.stream().map(EnvironmentObservation::name).collect(Collectors.toSet()));
    return new Observation(
        view.id(),
        view.generation(),
        shown(told),
        view.resource().getSpec().targetVersion(),
        view.resource().getSpec().unknown(),
        view.suspended(),
        view.hold(),
        view.requestedAt(),
        source,
        view.unsafeDdl(),
        view.onDrift(),
        view.interval(),
        environments,
        parity(environments, memory),
        now);
  }

  private static EnvironmentObservation environment(
      ResourceView view, EnvironmentSpec spec, Source source, List<WorkerJob> jobs, Memory memory) {
    EnvironmentMemory known = memory.of(spec.name());
    Optional<Sighting> sighting = known.sightingAt(view.address(spec));
    FillSettings fill = view.fill(spec);
    return new EnvironmentObservation(
        spec.name(),
        ResourceView.mode(spec),
        Boolean.TRUE.equals(spec.suspend()),
        ResourceView.after(spec),
        sighting,
        known.activity(),
        known.setback(),
        isSuspect(view, spec, source, sighting),
        new FillObservation(fill.runIn(), fill.limits(), jobs, known.jobRefused()));
  }

  /** Worked out once for all databases that lack the same versions. */
  private static boolean isSuspect(
      ResourceView view, EnvironmentSpec spec, Source source, Optional<Sighting> sighting) {
    if (!(source instanceof Source.Resolved resolved)
        || !(sighting.orElse(null) instanceof Sighting.Seen seen)
        || ResourceView.mode(spec) == EnvironmentMode.OBSERVE) {
      return false;
    }
    DatabaseFacts facts = seen.facts();
    return view.target()
        .flatMap(
            to ->
                Missing.of(
                    resolved.set(),
                    facts.applied(),
                    facts.rollout(),
                    to,
                    facts.serverMajor(),
                    view.schemas()))
        .filter(SafetyCheck.shared()::isSuspect)
        .isPresent();
  }

  private static Shown shown(MemoryDatabaseStatus status) {
    if (status == null || status.conditions().isEmpty()) {
      return Shown.NOTHING;
    }
    for (Condition condition : status.conditions()) {
      if (condition.type().equals(ConditionType.READY.text())
          && condition.status().equals("True")) {
        return Shown.READY;
      }
    }
    return Shown.NOT_READY;
  }

  /** Two environments whose schemas can be compared now: both seen, at one version. */
  public record Pair(
      EnvironmentObservation reference, EnvironmentObservation environment, Version version) {
    /** What a comparison of the two is remembered by. */
    public Memory.Comparison key() {
      return new Memory.Comparison(
          reference.name(), fingerprint(reference), environment.name(), fingerprint(environment));
    }

    /** Whether the fingerprints say already that the schemas are equal. */
    public boolean same() {
      return fingerprint(reference).equals(fingerprint(environment))
          && facts(reference).serverMajor() == facts(environment).serverMajor();
    }
  }

  /** Each environment with those that it follows, as far as they can be compared. */
  public static List<Pair> pairs(List<EnvironmentObservation> environments) {
    Map<String, EnvironmentObservation> byName =
        environments.stream()
            .collect(Collectors.toMap(EnvironmentObservation::name, Function.identity()));
    List<Pair> pairs = new ArrayList<>();
    for (EnvironmentObservation environment : environments) {
      for (String name : environment.after()) {
        EnvironmentObservation reference = byName.get(name);
        if (reference != null) {
          pair(reference, environment).ifPresent(pairs::add);
        }
      }
    }
    return pairs;
  }

  private static Optional<Pair> pair(
      EnvironmentObservation reference, EnvironmentObservation environment) {
    if (!comparable(reference) || !comparable(environment)) {
      return Optional.empty();
    }
    Optional<Version> version = facts(reference).applied().current();
    return version.isPresent() && version.equals(facts(environment).applied().current())
        ? Optional.of(new Pair(reference, environment, version.get()))
        : Optional.empty();
  }

  private static boolean comparable(EnvironmentObservation environment) {
    return environment.facts().flatMap(DatabaseFacts::fingerprint).isPresent();
  }

  private static DatabaseFacts facts(EnvironmentObservation environment) {
    return environment.facts().orElseThrow();
  }

  private static String fingerprint(EnvironmentObservation environment) {
    return facts(environment).fingerprint().orElseThrow();
  }

  private static Optional<Parity> parity(List<EnvironmentObservation> environments, Memory memory) {
    Set<String> compared = new LinkedHashSet<>();
    List<Parity.Mismatch> mismatches = new ArrayList<>();
    for (Pair pair : pairs(environments)) {
      if (pair.same() || memory.knows(pair.key())) {
        compared.add(pair.reference().name());
        compared.add(pair.environment().name());
      }
      if (!pair.same() && memory.knows(pair.key())) {
        memory.compared(pair.key()).ifPresent(mismatches::add);
      }
    }
    return compared.isEmpty()
        ? Optional.empty()
        : Optional.of(new Parity(List.copyOf(compared), mismatches));
  }
}
