package dev.memdb.plan;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges each environment by itself, and by those that go first, which are to be judged before. */
final class Assessor {
  private final Observation observation;
  private final SafetyGate safety;
  private final List<EnvironmentObservation> proven = new ArrayList<>();

  Assessor(Observation observation, SafetyGate safety) {
    this.observation = observation;
    this.safety = safety;
  }

  Assessment assess(EnvironmentObservation environment) {
    Assessment assessment = judge(environment);
    if (assessment.leads()) {
      proven.add(environment);
    }
    return assessment;
  }

  private Assessment judge(EnvironmentObservation environment) {
    if (environment.sighting().isEmpty()) {
      return lasting(environment).map(Assessor::failed).orElseGet(Assessment::unseen);
    }
    if (environment.sighting().get() instanceof Sighting.Failed failed) {
      return Assessment.heldBack(failed.reason(), failed.message());
    }
    DatabaseFacts facts = environment.facts().orElseThrow();
    Optional<MigrationSet> set = observation.set();
    Optional<Version> target = observation.target();
    if (set.isEmpty() || target.isEmpty()) {
      return withoutWay(facts);
    }
    if (facts.holder().isPresent()) {
      return Assessment.heldBack(Reason.WRITER_BUSY, Notes.busy(facts.holder().get()));
    }
    return judge(
        environment, facts, HistoryCheck.check(set.get(), target.get(), environment.mode(), facts));
  }

  private Assessment judge(
      EnvironmentObservation environment, DatabaseFacts facts, HistoryVerdict verdict) {
    if (verdict instanceof HistoryVerdict.Refused refused) {
      return Assessment.heldBack(refused.reason(), refused.message());
    }
    Optional<HistoryVerdict.Pending> allowed = allowed(verdict);
    boolean work = allowed.isPresent();
    List<Version> pending = verdict instanceof HistoryVerdict.Pending p ? p.versions() : List.of();
    if (!work) {
      Optional<String> precedent = Precedent.of(environment, proven);
      if (precedent.isPresent()) {
        return Assessment.upkeep(Notes.precedent(precedent.get(), facts));
      }
    }
    boolean blocks = facts.differences() > 0 && observation.onDrift() == DriftPolicy.BLOCK;
    boolean stops = blocks && allowed.filter(p -> p.takesOver(facts)).isEmpty();
    Optional<HistoryVerdict.Pending> begun =
        stops ? allowed.flatMap(p -> p.begun(facts)) : Optional.empty();
    if (stops && begun.isEmpty()) {
      return Assessment.heldBack(Reason.DRIFT_DETECTED, Notes.drift(facts), pending);
    }
    Optional<Setback> lasting =
        lasting(environment)
            .filter(s -> work || s.reason() == Reason.VERIFY_FAILED)
            .filter(s -> blocks || s.reason() != Reason.DRIFT_DETECTED);
    if (lasting.isPresent()) {
      return Assessment.heldBack(lasting.get().reason(), lasting.get().message(), pending);
    }
    if (begun.isPresent()) {
      return Assessment.pending(
          Notes.pending(begun.get()), Notes.nothingFollows(begun.get(), facts), pending);
    }
    if (work) {
      return Assessment.pending(Notes.pending(allowed.get()), pending);
    }
    if (verdict instanceof HistoryVerdict.AwaitingOwner owner) {
      return Assessment.heldBack(
          Reason.AWAITING_OWNER, Notes.owner(owner, observation.targetVersion()), owner.missing());
    }
    return facts.claimed() || environment.mode() == EnvironmentMode.OBSERVE
        ? parity(environment, reached(facts, verdict))
        : Assessment.upkeep(Notes.UNCLAIMED);
  }

  /** What may be applied of it; empty: nothing is missing, or nothing that is safe. */
  private Optional<HistoryVerdict.Pending> allowed(HistoryVerdict verdict) {
    if (!(verdict instanceof HistoryVerdict.Pending pending)) {
      return Optional.empty();
    }
    return safety.stop().map(pending::before).orElse(Optional.of(pending));
  }

  private Assessment parity(EnvironmentObservation environment, Assessment reached) {
    return observation.parity().stream()
        .flatMap(parity -> parity.of(environment.name()))
        .filter(m -> !m.isDriftOf(observation.environments()))
        .findFirst()
        .map(m -> Assessment.heldBack(Reason.PARITY_MISMATCH, Notes.mismatch(m)))
        .orElse(reached);
  }

  private Assessment reached(DatabaseFacts facts, HistoryVerdict verdict) {
    if (verdict instanceof HistoryVerdict.Pending pending) {
      return Assessment.asFarAsSafe(
          safety.unsafe().orElseThrow().describe(UnsafeDdl.BLOCK), pending.versions());
    }
    String drift = facts.differences() > 0 ? "; " + Notes.reportedDrift(facts) : "";
    return verdict instanceof HistoryVerdict.Ahead ahead
        ? Assessment.proven(
            Reason.AHEAD_OF_TARGET,
            Notes.ahead(ahead.current(), observation.targetVersion()) + drift)
        : Assessment.proven(Reason.UP_TO_DATE, "at the target version" + drift);
  }

  /** There is no set or no target: all that can be said is where the database stands. */
  private Assessment withoutWay(DatabaseFacts facts) {
    String at = facts.applied().current().map(v -> "at version " + v).orElse("without any version");
    Reason reason =
        observation.source() instanceof Source.Refused refused
            ? refused.reason()
            : observation.set().isEmpty() ? Reason.AWAITING_SOURCE : Reason.INVALID_SPEC;
    return Assessment.heldBack(reason, at + "; " + Causes.inShort(reason));
  }

  /** A failure of the last run that another try with the same spec and set cannot mend. */
  private Optional<Setback> lasting(EnvironmentObservation environment) {
    return environment.setback().filter(s -> !s.passing() && s.basis().equals(observation.basis()));
  }

  private static Assessment failed(Setback setback) {
    return Assessment.heldBack(setback.reason(), setback.message());
  }
}
