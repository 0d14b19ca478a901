package dev.memdb.status;

import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.Reason;
import dev.memdb.migration.MigrationSet;
import dev.memdb.plan.Source;
import java.util.List;
import java.util.Optional;

/** {@code SourceReady}: could the migration set be read, is it in order, has it the target? */
final class SourceFinding {
  private SourceFinding() {}

  static Finding of(Source source, List<EnvironmentStatus> environments) {
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
    return withoutTarget
        .map(e -> Finding.no(ConditionType.SOURCE_READY, e.reason(), e.note()))
        .orElseGet(() -> resolved(((Source.Resolved) source).set()));
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
