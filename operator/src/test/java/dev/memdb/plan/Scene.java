package dev.memdb.plan;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.Reason;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.migration.MigrationSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Builds observations in the words of the decision table. Without more: set 1 to 7, target 7. */
public final class Scene {
  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  public static final Duration INTERVAL = Duration.ofMinutes(5);

  private final List<Environment> environments;
  private Instant now = NOW;
  private long generation = 1;
  private Shown shown = Shown.NOT_READY;
  private String target = "7";
  private List<String> unknown = List.of();
  private boolean suspended;
  private Optional<String> hold = Optional.empty();
  private Optional<String> requestedAt = Optional.empty();
  private Source source = new Source.Resolved(Samples.set(7));
  private UnsafeDdl unsafeDdl = UnsafeDdl.BLOCK;
  private DriftPolicy onDrift = DriftPolicy.BLOCK;
  private Optional<Parity> parity = Optional.empty();

  private Scene(List<Environment> environments) {
    this.environments = new ArrayList<>(environments);
  }

  public static Scene of(Environment... environments) {
    return new Scene(Arrays.asList(environments));
  }

  /** The first environment. */
  public static Environment staging() {
    return new Environment("staging");
  }

  /** The one that follows staging. */
  public static Environment production() {
    return new Environment("production").after("staging");
  }

  public Scene target(String newTarget) {
    target = newTarget;
    return this;
  }

  public Scene generation(long newGeneration) {
    generation = newGeneration;
    return this;
  }

  public Scene set(MigrationSet set) {
    source = new Source.Resolved(set);
    return this;
  }

  public Scene withoutSource(String message) {
    source = new Source.Waiting(message);
    return this;
  }

  public Scene refusedSource(String message) {
    source = new Source.Refused(Reason.INVALID_MIGRATION_SET, message);
    return this;
  }

  public Scene shown(Shown newShown) {
    shown = newShown;
    return this;
  }

  public Scene unknown(String... fields) {
    unknown = List.of(fields);
    return this;
  }

  public Scene suspend() {
    suspended = true;
    return this;
  }

  public Scene hold(String why) {
    hold = Optional.of(why);
    return this;
  }

  public Scene requestedAt(String when) {
    requestedAt = Optional.of(when);
    return this;
  }

  public Scene unsafeDdl(UnsafeDdl policy) {
    unsafeDdl = policy;
    return this;
  }

  public Scene onDrift(DriftPolicy policy) {
    onDrift = policy;
    return this;
  }

  /** The schemas of these environments were compared, and are equal. */
  public Scene equal(String... names) {
    parity = Optional.of(new Parity(List.of(names), List.of()));
    return this;
  }

  public Scene mismatch(Parity.Mismatch mismatch) {
    List<String> compared = List.of(mismatch.reference(), mismatch.environment());
    parity = Optional.of(new Parity(compared, List.of(mismatch)));
    return this;
  }

  public Scene later(Duration time) {
    now = now.plus(time);
    return this;
  }

  public Observation observation() {
    return new Observation(
        "ai/recall",
        generation,
        shown,
        target,
        unknown,
        suspended,
        hold,
        requestedAt,
        source,
        unsafeDdl,
        onDrift,
        INTERVAL,
        environments.stream().map(Environment::observation).toList(),
        parity,
        now);
  }

  public Plan plan() {
    return Planner.plan(observation());
  }
}
