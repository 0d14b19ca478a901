package dev.memdb.plan;

import dev.memdb.api.Reason;
import java.util.ArrayList;
import java.util.List;

/** Finds what keeps the whole resource from moving: a person's wish first, then what is wrong. */
final class Causes {
  private Causes() {}

  static List<Cause> of(Observation observation, PromotionOrder order) {
    List<Cause> causes = new ArrayList<>();
    observation.hold().ifPresent(why -> causes.add(held(why.strip())));
    if (observation.suspended()) {
      causes.add(new Cause(Reason.SUSPENDED, "spec.suspend is true: databases are only looked at"));
    }
    if (!observation.unknown().isEmpty()) {
      causes.add(unknown(observation.unknown()));
    }
    if (observation.target().isEmpty()) {
      causes.add(
          new Cause(
              Reason.INVALID_SPEC,
              "spec.targetVersion \"%s\" is no version: write digits with dots, like \"7\""
                  .formatted(observation.targetVersion())));
    }
    order.problem().ifPresent(causes::add);
    if (observation.source() instanceof Source.Waiting waiting) {
      causes.add(new Cause(Reason.AWAITING_SOURCE, waiting.message()));
    } else if (observation.source() instanceof Source.Refused refused) {
      causes.add(new Cause(refused.reason(), refused.message()));
    }
    return causes;
  }

  private static Cause held(String why) {
    return new Cause(
        Reason.HELD,
        "held by annotation memdb.dev/hold%s: databases are only looked at until it is removed"
            .formatted(why.isEmpty() ? "" : " (" + why + ")"));
  }

  private static Cause unknown(List<String> fields) {
    return new Cause(
        Reason.INVALID_SPEC,
        "this operator is older than the installed CRD and does not know %s: upgrade the operator, or leave out what it does not know"
            .formatted(String.join(", ", fields)));
  }

  /** A cause in the note of an environment; the resource's own message has the details. */
  static String inShort(Reason reason) {
    return switch (reason) {
      case HELD -> "held";
      case SUSPENDED -> "suspended";
      case AWAITING_SOURCE -> "waits for the migration set";
      case INVALID_SPEC -> "waits until the spec is corrected";
      default -> "waits until the migration set is corrected";
    };
  }
}
