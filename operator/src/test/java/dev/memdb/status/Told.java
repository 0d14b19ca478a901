package dev.memdb.status;

import dev.memdb.api.Condition;
import dev.memdb.api.ConditionType;
import dev.memdb.api.EnvironmentStatus;
import dev.memdb.api.MemoryDatabaseStatus;
import dev.memdb.plan.Planner;
import dev.memdb.plan.Scene;
import java.util.Optional;

/** A status that was made from a {@link Scene}, in the words of the tests. */
public record Told(MemoryDatabaseStatus status) {
  public static Told by(Scene scene) {
    return by(null, scene);
  }

  public static Told by(MemoryDatabaseStatus previous, Scene scene) {
    return new Told(
        StatusAssembler.assemble(previous, scene.observation(), Planner.plan(scene.observation())));
  }

  public Told then(Scene scene) {
    return by(status, scene);
  }

  Optional<Condition> find(ConditionType type) {
    return Conditions.find(status.conditions(), type);
  }

  Condition condition(ConditionType type) {
    return find(type).orElseThrow();
  }

  EnvironmentStatus environment(String name) {
    return status.environments().stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Like {@code False/Migrating}; a dash where the condition is absent. */
  String answer(ConditionType type) {
    return find(type).map(c -> c.status() + "/" + c.reason()).orElse("-");
  }
}
