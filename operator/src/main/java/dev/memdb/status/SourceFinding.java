package dev.memdb.status;

import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.MigrationSet;
import dev.memdb.plan.EnvironmentObservation;
import dev.memdb.plan.Judgement;
import dev.memdb.plan.Observation;
import dev.memdb.plan.Plan;
import dev.memdb.plan.Source;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code SourceReady}: could the migration set be read, is it in order, has it the target, is it
 * safe?
 */
final class SourceFinding {
  private SourceFinding() {}

  static Finding of(Observation observation, Plan plan, List<EnvironmentStatus> environments) {
    Source source = observation.source();
    if (source instanceof Source.Waiting waiting) {
      return Finding.no(ConditionType.SOURCE_READY, Reason.AWAITING_SOURCE, waiting.message());
    }
    if (source instanceof Source.Refused refused) {
      return Finding.no(ConditionType.SOURCE_READY, refused.reason(), refused.message());
    }
    Optional<EnvironmentStatus> withoutTarget =
        environments.stream()
            .filter(e -> e.reason() == Reason.TARGET_VERSION_NOT_FOUND)
            .findFirst();
    MigrationSet set = ((Source.Resolved) source).set();
    return withoutTarget
        .map(e -> Finding.no(ConditionType.SOURCE_READY, e.reason(), e.note()))
        .or(() -> plan.unsafe().map(j -> unsafe(set, j, observation.unsafeDdl())))
        .or(() -> toldBefore(observation, environments))
        .orElseGet(() -> resolved(set));
  }

  private static Finding unsafe(MigrationSet set, Judgement judgement, UnsafeDdl policy) {
    String message = judgement.describe(policy);
    return policy == UnsafeDdl.WARN
        ? Finding.yes(
            ConditionType.SOURCE_READY, Reason.RESOLVED, resolved(set).message() + ". " + message)
        : Finding.no(ConditionType.SOURCE_READY, Reason.UNSAFE_MIGRATION, message);
  }

  /** After a restart, before a database has been looked at. */
  private static Optional<Finding> toldBefore(
      Observation observation, List<EnvironmentStatus> environments) {
    Set<String> unseen =
        observation.environments().stream()
            .filter(e -> e.facts().isEmpty())
            .map(EnvironmentObservation::name)
            .collect(Collectors.toSet());
    return environments.stream()
        .filter(e -> unseen.contains(e.name()) && e.reason() == Reason.UNSAFE_MIGRATION)
        .findFirst()
        .map(e -> Finding.no(ConditionType.SOURCE_READY, e.reason(), e.note()));
  }

  private static Finding resolved(MigrationSet set) {
    int count = set.migrations().size();
    return Finding.yes(
        ConditionType.SOURCE_READY,
        Reason.RESOLVED,
        "%s: %d %s, the latest version is %s"
            .formatted(set.from(), count, count == 1 ? "migration" : "migrations", set.latest()));
  }
}
