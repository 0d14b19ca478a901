package dev.memdb.observe;

import dev.memdb.api.FillSpec;
import dev.memdb.api.RunIn;
import dev.memdb.api.WorkerPodSpec;
import dev.memdb.backfill.BackfillLimits;
import java.util.Objects;

/**
 * {@code spec.backfill} with the defaults filled in, as an environment has it: its own fields go
 * before those of the resource.
 *
 * @param runIn where the workers run
 * @param limits how gently they work
 * @param workers how many
 * @param pod what their pods get besides what the operator sets
 */
public record FillSettings(RunIn runIn, BackfillLimits limits, int workers, WorkerPodSpec pod) {
  private static final FillSpec NOTHING = new FillSpec(null, null, null, null, null, null);
  private static final WorkerPodSpec PLAIN = new WorkerPodSpec(null, null, null, null, null, null);

  /**
   * Puts them together.
   *
   * @param resource null: nothing is said
   * @param environment null: nothing is said
   */
  static FillSettings of(FillSpec resource, FillSpec environment) {
    FillSpec common = Objects.requireNonNullElse(resource, NOTHING);
    FillSpec own = Objects.requireNonNullElse(environment, NOTHING);
    BackfillLimits usual = BackfillLimits.DEFAULT;
    Integer duty = first(own.maxDutyPercent(), common.maxDutyPercent(), null);
    String lag = first(own.maxReplicaLag(), common.maxReplicaLag(), null);
    return new FillSettings(
        first(own.runIn(), common.runIn(), RunIn.JOB),
        new BackfillLimits(
            Durations.of(
                first(own.batchDuration(), common.batchDuration(), null), usual.batchDuration()),
            duty == null ? usual.dutyMax() : duty / 100.0,
            lag == null ? usual.maxReplicaLag() : bytes(lag)),
        first(own.workers(), common.workers(), 1),
        first(own.pod(), common.pod(), PLAIN));
  }

  private static <T> T first(T own, T common, T otherwise) {
    return own != null ? own : common != null ? common : otherwise;
  }

  /** Like {@code 64Mi}; the API server checks the form. */
  private static long bytes(String size) {
    int shift =
        switch (size.charAt(size.length() - 2)) {
          case 'K' -> 10;
          case 'M' -> 20;
          default -> 30;
        };
    return Long.parseLong(size.substring(0, size.length() - 2)) << shift;
  }
}
