package dev.memdb.report;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.api.Reason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is worth an event: what the new status says and the old one did not. Pure. */
public final class Transitions {
  /** About the resource as a whole; its environments repeat them. */
  private static final Set<Reason> GENERAL =
      EnumSet.of(Reason.INVALID_SPEC, Reason.INVALID_MIGRATION_SET, Reason.AWAITING_SOURCE);

  private final MemoryDatabaseStatus before;
  private final MemoryDatabaseStatus now;
  private final List<Notice> notices = new ArrayList<>();

  private Transitions(MemoryDatabaseStatus before, MemoryDatabaseStatus now) {
    this.before = before;
    this.now = now;
  }

  /**
   * The notices, in the order in which things are told.
   *
   * @param before the status as it was read; null: there was none
   * @param now the status that replaces it
   */
  public static List<Notice> between(MemoryDatabaseStatus before, MemoryDatabaseStatus now) {
    return new Transitions(before, now).notices();
  }

  private List<Notice> notices() {
    for (EnvironmentStatus environment : now.environments()) {
      notices.addAll(EnvironmentTransitions.between(find(environment.name()), environment));
    }
    parity();
    readiness();
    return List.copyOf(notices);
  }

  private void parity() {
    boolean was = mismatch(before);
    Optional<Condition> parity = find(now, ConditionType.SCHEMA_PARITY);
    if (!was && mismatch(now)) {
      notices.add(Notice.warning(Reason.PARITY_MISMATCH, parity.orElseThrow().message()));
    } else if (was && parity.filter(Transitions::isTrue).isPresent()) {
      notices.add(Notice.normal("ParityRestored", parity.orElseThrow().message()));
    }
  }

  private void readiness() {
    Condition ready = find(now, ConditionType.READY).orElseThrow();
    Optional<Condition> was = find(before, ConditionType.READY);
    if (was.filter(w -> w.reason().equals(ready.reason())).isPresent()) {
      return;
    }
    Reason.of(ready.reason())
        .ifPresent(
            reason -> {
              if (GENERAL.contains(reason) || reason == Reason.AHEAD_OF_TARGET) {
                notices.add(Notice.warning(reason, ready.message()));
              } else if (isTrue(ready) || reason == Reason.HELD || reason == Reason.SUSPENDED) {
                notices.add(Notice.normal(reason.text(), ready.message()));
              }
            });
  }

  private Optional<EnvironmentStatus> find(String name) {
    return before == null
        ? Optional.empty()
        : before.environments().stream().filter(e -> e.name().equals(name)).findFirst();
  }

  private static Optional<Condition> find(MemoryDatabaseStatus status, ConditionType type) {
    return status == null
        ? Optional.empty()
        : status.conditions().stream().filter(c -> c.type().equals(type.text())).findFirst();
  }

  private static boolean mismatch(MemoryDatabaseStatus status) {
    return find(status, ConditionType.SCHEMA_PARITY)
        .filter(c -> c.reason().equals(Reason.PARITY_MISMATCH.text()))
        .isPresent();
  }

  private static boolean isTrue(Condition condition) {
    return condition.status().equals("True");
  }
}
