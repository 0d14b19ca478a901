package dev.memdb.plan;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.api.Severity;
import dev.memdb.backfill.BackfillState;
import dev.memdb.migration.Version;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what is done next. In this order: what holds the whole resource (annotation, suspend,
 * spec, source), what an environment itself objects (connection, history, drift, a failure that
 * needs a person), what goes first; what is left is migrated. One environment's problem never keeps
 * another from being looked at.
 */
public final class Planner {
  private final Observation observation;
  private final PromotionOrder order;
  private final List<Cause> causes;
  private final Map<String, EnvironmentObservation> environments = new LinkedHashMap<>();
  private final Map<String, Assessment> assessments = new LinkedHashMap<>();
  private final SafetyGate safety;
  private final Gates gates;
  private final Fills fills;

  private Planner(Observation observation) {
    this.observation = observation;
    this.order = PromotionOrder.of(observation.environments());
    this.causes = Causes.of(observation, order);
    this.safety = new SafetyGate(observation);
    Assessor assessor = new Assessor(observation, safety);
    for (EnvironmentObservation environment : order.environments()) {
      environments.put(environment.name(), environment);
      assessments.put(environment.name(), assessor.assess(environment));
    }
    this.fills = new Fills(observation);
    this.gates = new Gates(observation, safety, environments, assessments, fills);
  }

  /** The plan for this moment. The same observation always gives the same plan. */
  public static Plan plan(Observation observation) {
    return new Planner(observation).plan();
  }

  private Plan plan() {
    List<EnvironmentPlan> plans = order.environments().stream().map(this::plan).toList();
    boolean work = plans.stream().anyMatch(plan -> plan.step() instanceof Step.Migrate);
    return new Plan(causes, plans, safety.unsafe(), work && observation.shown() == Shown.READY);
  }

  private EnvironmentPlan plan(EnvironmentObservation environment) {
    Assessment assessment = assessments.get(environment.name());
    Decision decision = decide(environment, assessment);
    boolean looking = environment.activity().isPresent() && !environment.running();
    Step step = looking ? new Step.Nothing() : decision.step();
    return new EnvironmentPlan(
        environment.name(), step, decision.standing(), decision.job(), assessment.pending());
  }

  private Decision decide(EnvironmentObservation environment, Assessment assessment) {
    Optional<Cause> block = block(environment);
    if (environment.running()) {
      return block
          .filter(Planner::isWish)
          .map(wish -> new Decision(new Step.Stop(), stopping(wish)))
          .orElseGet(() -> new Decision(new Step.Nothing(), running(environment)));
    }
    Step look = look(environment, assessment);
    Optional<BackfillState> filling = fills.open(environment, assessment);
    if (block.isPresent()) {
      Decision decision = new Decision(look, blocked(block.get(), assessment));
      return filling.isPresent() && isWish(block.get())
          ? decision.with(Fills.wanted(filling.get(), true))
          : decision;
    }
    Standing standing = Standing.of(assessment.reason(), assessment.note());
    return switch (assessment.kind()) {
      case HELD_BACK -> new Decision(look, standing);
      case PROVEN, AS_FAR_AS_SAFE -> new Decision(look, standing).with(new JobWish.Ending());
      case UNSEEN -> unseen(environment, assessment, look);
      case UPKEEP -> begin(environment, assessment).with(new JobWish.None());
      case PENDING ->
          filling
              .map(state -> filling(environment, assessment, state, look))
              .orElseGet(
                  () -> pending(environment, assessment, look).with(Fills.without(environment)));
    };
  }

  /**
   * The first environment of a new resource need not be looked at first: the run checks everything
   * itself, and a person is waiting.
   */
  private Decision unseen(EnvironmentObservation environment, Assessment assessment, Step look) {
    boolean begin =
        environment.first()
            && environment.mode() == EnvironmentMode.MIGRATE
            && observation.shown() == Shown.NOTHING
            && environment.setback().isEmpty();
    Optional<Version> target =
        observation.target().filter(t -> observation.set().flatMap(s -> s.find(t)).isPresent());
    if (begin && target.isPresent()) {
      return new Decision(
          new Step.Migrate(target.get()),
          Standing.of(Reason.MIGRATING, "bringing it to version " + target.get()));
    }
    Standing standing =
        retrying(environment)
            .map(setback -> standing(environment, setback))
            .orElseGet(() -> Standing.of(assessment.reason(), assessment.note()));
    return new Decision(look, standing);
  }

  private Decision filling(
      EnvironmentObservation environment, Assessment assessment, BackfillState state, Step look) {
    Optional<Standing> gated = gated(environment, assessment);
    if (gated.isPresent()) {
      return new Decision(look, gated.get()).with(Fills.wanted(state, true));
    }
    Optional<WorkerJob> job = Fills.job(environment, state);
    Optional<String> failed = job.flatMap(j -> fills.failed(environment, j));
    if (failed.isPresent()) {
      return new Decision(
          look, Standing.of(Reason.BACKFILL_FAILED, Notes.failed(job.get(), failed.get())));
    }
    String note =
        Notes.filling(state, environment.sighting().orElseThrow().at())
            + Notes.workers(environment.fill(), job)
            + assessment.caveat();
    return new Decision(fills.look(environment, state), Standing.of(Reason.BACKFILL_RUNNING, note))
        .with(Fills.wanted(state, false));
  }

  private Optional<Standing> gated(EnvironmentObservation environment, Assessment assessment) {
    return gates
        .closedFor(environment)
        .map(
            closed ->
                Standing.of(
                    Reason.AWAITING_PROMOTION, "waits: " + closed + "; " + assessment.note()));
  }

  private Decision pending(EnvironmentObservation environment, Assessment assessment, Step look) {
    Optional<Standing> gated = gated(environment, assessment);
    if (gated.isPresent()) {
      return new Decision(look, gated.get());
    }
    if (safety.awaitsJudgement()) { // a moment, and nothing has been touched
      return new Decision(look, Standing.of(Reason.CHECKING, Notes.JUDGED));
    }
    return begin(environment, assessment);
  }

  private Decision begin(EnvironmentObservation environment, Assessment assessment) {
    Step migrate = new Step.Migrate(safety.goal());
    Optional<Setback> setback = retrying(environment);
    if (setback.isPresent()) {
      Instant next = setback.get().nextTry();
      boolean due = !next.isAfter(observation.now());
      return new Decision(
          due ? migrate : new Step.Wait(next), standing(environment, setback.get()));
    }
    return new Decision(migrate, Standing.of(Reason.MIGRATING, assessment.note()));
  }

  /** While a try is under way its predecessor's failure stays visible: nothing flaps. */
  private Standing running(EnvironmentObservation environment) {
    Optional<Setback> setback = retrying(environment);
    if (setback.isPresent()) {
      return standing(environment, setback.get());
    }
    Activity activity = environment.activity().orElseThrow();
    if (activity.filling().isPresent()) {
      return Standing.of(
          Reason.BACKFILL_RUNNING,
          Notes.filling(activity.filling().get(), activity.updatedAt()) + Notes.here());
    }
    String step = activity.step();
    return Standing.of(Reason.MIGRATING, step.isEmpty() ? "starting" : "at " + step);
  }

  /** A run keeps the set that it began with; only a person's wish ends it. */
  private static boolean isWish(Cause block) {
    return block.reason().severity() == Severity.SUSPENDED;
  }

  private static Standing stopping(Cause wish) {
    return Standing.of(
        wish.reason(),
        Causes.inShort(wish.reason()) + "; the run under way is stopped, and rolled back");
  }

  private Optional<Setback> retrying(EnvironmentObservation environment) {
    return environment.setback().filter(s -> s.passing() && s.basis().equals(observation.basis()));
  }

  private Standing standing(EnvironmentObservation environment, Setback setback) {
    boolean trying = environment.running() || !setback.nextTry().isAfter(observation.now());
    return Standing.of(setback.reason(), Notes.retry(setback, trying));
  }

  private Optional<Cause> block(EnvironmentObservation environment) {
    if (!causes.isEmpty()) {
      return causes.stream().findFirst();
    }
    return environment.suspended()
        ? Optional.of(new Cause(Reason.SUSPENDED, "this environment is suspended"))
        : Optional.empty();
  }

  /** A problem of the environment's own that is worse than the block stays visible. */
  private static Standing blocked(Cause block, Assessment assessment) {
    Severity blocking = block.reason().severity();
    boolean own =
        switch (assessment.kind()) {
          case HELD_BACK, AS_FAR_AS_SAFE -> assessment.reason().severity().compareTo(blocking) >= 0;
          case PROVEN -> blocking != Severity.SUSPENDED;
          case UNSEEN, UPKEEP, PENDING -> false;
        };
    return own
        ? Standing.of(assessment.reason(), assessment.note())
        : Standing.of(block.reason(), Causes.inShort(block.reason()) + "; " + assessment.note());
  }

  private Step look(EnvironmentObservation environment, Assessment assessment) {
    Optional<Sighting> sighting = environment.sighting();
    if (sighting.isEmpty() || safety.isUnjudged(environment)) {
      return new Step.Look();
    }
    Instant due = sighting.get().at().plus(Pace.of(observation, environment, assessment));
    return due.isAfter(observation.now()) ? new Step.Wait(due) : new Step.Look();
  }

  private record Decision(Step step, Standing standing, JobWish job) {
    Decision(Step step, Standing standing) {
      this(step, standing, new JobWish.Keep());
    }

    Decision with(JobWish wish) {
      return new Decision(step, standing, wish);
    }
  }
}
