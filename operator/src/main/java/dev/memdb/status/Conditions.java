package dev.memdb.status;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Conditions with their times: the time of a condition moves only when its answer does. */
final class Conditions {
  private final List<Condition> before;
  private final long generation;
  private final Instant now;

  Conditions(List<Condition> before, long generation, Instant now) {
    this.before = before;
    this.generation = generation;
    this.now = now;
  }

  Condition of(Finding finding) {
    String type = finding.type().text();
    String answer = finding.answer().text();
    String since =
        find(before, finding.type())
            .filter(condition -> condition.status().equals(answer))
            .map(Condition::lastTransitionTime)
            .orElseGet(() -> Texts.time(now));
    return new Condition(
        type,
        answer,
        generation,
        since,
        finding.reason().text(),
        Texts.bounded(finding.message(), Texts.MESSAGE));
  }

  /** Ready always; Reconciling or Stalled only when True. Exactly one of the three is True. */
  static Stream<Finding> summaries(Verdict verdict) {
    Reason reason = verdict.reason();
    String message = verdict.message();
    Finding notReady = Finding.no(ConditionType.READY, reason, message);
    return switch (verdict.severity()) {
      case READY -> Stream.of(Finding.yes(ConditionType.READY, reason, message));
      case RECONCILING, SUSPENDED ->
          Stream.of(notReady, Finding.yes(ConditionType.RECONCILING, reason, message));
      case STALLED -> Stream.of(notReady, Finding.yes(ConditionType.STALLED, reason, message));
    };
  }

  static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions.stream().filter(c -> c.type().equals(type.text())).findFirst();
  }
}
