package dev.memdb.report;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MigrationStatus;
import dev.memdb.api.Reason;
import dev.memdb.api.SchemaStatus;
import dev.memdb.api.Severity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is worth an event about one environment. */
final class EnvironmentTransitions {
  /** Told otherwise: by the schema's differences, or once for the whole resource. */
  private static final Set<Reason> TOLD_ELSEWHERE =
      EnumSet.of(
          Reason.DRIFT_DETECTED,
          Reason.PARITY_MISMATCH,
          Reason.INVALID_SPEC,
          Reason.INVALID_MIGRATION_SET);

  /** They pass by themselves, but were not expected. */
  private static final Set<Reason> TROUBLE =
      EnumSet.of(
          Reason.LOCK_TIMEOUT_RETRYING,
          Reason.TRANSIENT_FAILURE_RETRYING,
          Reason.WRITER_BUSY,
          Reason.UNREACHABLE,
          Reason.NOT_PRIMARY,
          Reason.INTERNAL_ERROR);

  private EnvironmentTransitions() {}

  static List<Notice> between(Optional<EnvironmentStatus> before, EnvironmentStatus now) {
    List<Notice> notices = new ArrayList<>();
    before.flatMap(b -> migrated(b, now)).ifPresent(notices::add);
    drift(before.map(EnvironmentStatus::schema), now).ifPresent(notices::add);
    before.flatMap(b -> FillTransitions.between(b, now)).ifPresent(notices::add);
    reason(before.map(EnvironmentStatus::reason), now).ifPresent(notices::add);
    return notices;
  }

  /** A version that was merely seen for the first time was not reached now. */
  private static Optional<Notice> migrated(EnvironmentStatus before, EnvironmentStatus now) {
    MigrationStatus recent = now.recentMigration();
    boolean reached =
        recent != null
            && recent.version().equals(now.version())
            && !recent.equals(before.recentMigration())
            && !now.version().equals(before.version())
            && (before.version() != null || before.state() == EnvironmentState.MIGRATING);
    return reached
        ? Optional.of(
            Notice.normal(
                "Migrated",
                "%s is at version %s (%s, %s)%s"
                    .formatted(
                        now.name(),
                        now.version(),
                        recent.description(),
                        recent.duration(),
                        before.version() == null ? "" : ", before that at " + before.version())))
        : Optional.empty();
  }

  private static Optional<Notice> drift(
      Optional<SchemaStatus> schemaBefore, EnvironmentStatus now) {
    boolean was = schemaBefore.map(SchemaStatus::differences).isPresent();
    Integer differences = now.schema() == null ? null : now.schema().differences();
    if (differences != null && !was) {
      return Optional.of(
          Notice.warning(
              Reason.DRIFT_DETECTED,
              "%s differs from what the migrations made in %s: %s"
                  .formatted(
                      now.name(),
                      differences == 1 ? "1 object" : differences + " objects",
                      String.join("; ", now.schema().drift()))));
    }
    return was && differences == null
        ? Optional.of(
            Notice.normal("DriftGone", now.name() + " is again as the migrations made it"))
        : Optional.empty();
  }

  private static Optional<Notice> reason(Optional<Reason> before, EnvironmentStatus now) {
    Reason reason = now.reason();
    if (Objects.equals(before.orElse(null), reason) || TOLD_ELSEWHERE.contains(reason)) {
      return Optional.empty();
    }
    String note = now.name() + ": " + now.note();
    if (reason == Reason.MIGRATING) {
      boolean promoted = before.filter(b -> b == Reason.AWAITING_PROMOTION).isPresent();
      return Optional.of(Notice.normal(promoted ? "Promoted" : "Migrating", note));
    }
    return reason.severity() == Severity.STALLED || TROUBLE.contains(reason)
        ? Optional.of(Notice.warning(reason, note))
        : Optional.empty();
  }
}
