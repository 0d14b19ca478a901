package dev.memdb.observe;

import dev.memdb.backfill.BackfillState;
import dev.memdb.migration.Version;
import dev.memdb.plan.Activity;
import dev.memdb.plan.Judgement;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Setback;
import dev.memdb.plan.Sighting;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** What is remembered of the environments of one resource. Thread-safe. */
public final class Memory {
  private final Map<String, EnvironmentMemory> environments = new ConcurrentHashMap<>();
  private final Map<Comparison, Optional<Parity.Mismatch>> comparisons = new ConcurrentHashMap<>();
  private final Set<Comparison> failed = ConcurrentHashMap.newKeySet();
  private final Map<String, Told> told = new ConcurrentHashMap<>();
  private volatile boolean gone;

  /** Of which version of which set it was told that it is unsafe. */
  private record Told(String digest, Optional<Version> unsafe) {}

  /**
   * Two schemas that were compared.
   *
   * @param reference the environment that goes first
   * @param referenceFingerprint its schema
   * @param environment the other one
   * @param fingerprint its schema
   */
  public record Comparison(
      String reference, String referenceFingerprint, String environment, String fingerprint) {}

  /** The resource was deleted: nothing may begin any more. */
  public void gone() {
    gone = true;
  }

  public boolean isGone() {
    return gone;
  }

  /** Something begins; false: something is under way already. */
  public boolean begin(String environment, Activity.Kind kind, Instant now) {
    boolean[] began = {false};
    change(
        environment,
        memory -> {
          began[0] = memory.activity().isEmpty();
          return began[0]
              ? memory.doing(new Activity(kind, now, "", now, Optional.empty()))
              : memory;
        });
    return began[0];
  }

  /** A run has come to a statement. */
  public void progress(String environment, String step, Instant now) {
    change(
        environment,
        memory -> memory.activity().map(a -> memory.doing(a.at(step, now))).orElse(memory));
  }

  /** A run fills rows in this process. */
  public void filling(String environment, BackfillState state, Instant now) {
    change(
        environment,
        memory -> memory.activity().map(a -> memory.doing(a.with(state, now))).orElse(memory));
  }

  /**
   * The Job of backfill workers was made, or could not be.
   *
   * @param refused why not; empty: it is there
   */
  public void job(String environment, Optional<String> refused) {
    change(environment, memory -> memory.job(refused));
  }

  /**
   * A look or a run has ended.
   *
   * @param address where it was
   * @param sighting empty: what was known is not true any more
   */
  public void end(
      String environment, String address, Optional<Sighting> sighting, Optional<Setback> setback) {
    change(environment, memory -> memory.saw(address, sighting, setback));
  }

  /**
   * Whether this is to be told: that version of that set is unsafe, and not what was told last of
   * the environment.
   */
  public boolean tells(String environment, Judgement judgement) {
    var now = new Told(judgement.digest(), judgement.unsafe());
    return !now.equals(told.put(environment, now));
  }

  /** What was under way has ended without a result. */
  public void abandon(String environment) {
    change(environment, EnvironmentMemory::idle);
  }

  /** How the last run failed. */
  public Optional<Setback> setback(String environment) {
    return of(environment).setback();
  }

  EnvironmentMemory of(String environment) {
    return environments.getOrDefault(environment, EnvironmentMemory.EMPTY);
  }

  /** The result of a comparison; null: these two were not compared. */
  Optional<Parity.Mismatch> compared(Comparison comparison) {
    return comparisons.get(comparison);
  }

  /** Whether these two were compared. */
  public boolean knows(Comparison comparison) {
    return comparisons.containsKey(comparison);
  }

  /** Whether these two have to be compared: never done, or it did not succeed. */
  public boolean needs(Comparison comparison) {
    return !knows(comparison) || failed.contains(comparison);
  }

  /** Two schemas could not be compared: told like a mismatch, and tried again at the next look. */
  public void notCompared(Comparison comparison, Parity.Mismatch why) {
    compared(comparison, Optional.of(why));
    failed.add(comparison);
  }

  /** Two schemas were compared; only the latest comparison of two environments is kept. */
  public void compared(Comparison comparison, Optional<Parity.Mismatch> mismatch) {
    comparisons
        .keySet()
        .removeIf(
            c ->
                c.reference().equals(comparison.reference())
                    && c.environment().equals(comparison.environment()));
    failed.retainAll(comparisons.keySet());
    failed.remove(comparison);
    comparisons.put(comparison, mismatch);
  }

  /** Environments that the spec no longer has are forgotten. */
  void keepOnly(Set<String> names) {
    environments.keySet().retainAll(names);
  }

  private void change(String environment, UnaryOperator<EnvironmentMemory> change) {
    environments.compute(
        environment,
        (name, memory) -> change.apply(memory == null ? EnvironmentMemory.EMPTY : memory));
  }
}
