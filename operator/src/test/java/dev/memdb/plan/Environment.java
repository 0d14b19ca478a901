package dev.memdb.plan;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.api.RunIn;
import dev.memdb.backfill.BackfillLimits;
import dev.memdb.backfill.BackfillState;
import dev.memdb.ledger.Expected;
import dev.memdb.ledger.HistoryRow;
import dev.memdb.ledger.Holder;
import dev.memdb.ledger.LedgerRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Builds what is known about one environment. Without more: nothing is known. */
public final class Environment {
  /** The schema that has no drift, in each environment. */
  static final String AS_MIGRATED = "sha256:5ca1ab1e";

  private static final Basis FIRST_RUN =
      new Basis(1, Optional.of(Samples.set(7).digest()), Optional.empty());

  private final String name;
  private EnvironmentMode mode = EnvironmentMode.MIGRATE;
  private boolean suspended;
  private List<String> after = List.of();
  private Instant seenAt = Scene.NOW.minusSeconds(10);
  private Optional<Sighting> failed = Optional.empty();
  private List<HistoryRow> history;
  private List<LedgerRow> ledger = List.of();
  private List<String> unverified = List.of();
  private Optional<Holder> holder = Optional.empty();
  private List<String> drift = List.of();
  private boolean claimed = true;
  private boolean suspect;
  private Optional<Judgement> judgement = Optional.empty();
  private String fingerprint = AS_MIGRATED;
  private Optional<Activity> activity = Optional.empty();
  private Optional<BackfillState> backfill = Optional.empty();
  private RunIn runIn = RunIn.JOB;
  private BackfillLimits limits = BackfillLimits.DEFAULT;
  private List<WorkerJob> jobs = List.of();
  private Optional<String> refusedJob = Optional.empty();
  private Optional<Setback> setback = Optional.empty();

  public Environment(String name) {
    this.name = name;
  }

  public Environment after(String... names) {
    after = List.of(names);
    return this;
  }

  public Environment observed() {
    mode = EnvironmentMode.OBSERVE;
    return this;
  }

  public Environment suspend() {
    suspended = true;
    return this;
  }

  /** It was seen at that version; the ledger knows all of it. */
  public Environment at(int version) {
    history = Samples.history(version);
    ledger = Samples.ledger(version);
    return this;
  }

  /** The same with the set that ships with the operator. */
  public Environment atMemoryCore(int version) {
    history = Samples.history(version);
    ledger = Samples.ledger(Samples.memoryCore(), version);
    return this;
  }

  /** The same, of the set with the column that is filled. */
  public Environment atMemoryCoreWithBackfill(int version) {
    history = Samples.history(version);
    ledger = Samples.ledger(Samples.memoryCoreWithBackfill(), version);
    return this;
  }

  public Environment with(HistoryRow... rows) {
    history = List.of(rows);
    return this;
  }

  public Environment unverified(String... versions) {
    unverified = List.of(versions);
    return this;
  }

  public Environment seen(Duration ago) {
    seenAt = Scene.NOW.minus(ago);
    return this;
  }

  /** The look ten seconds ago failed. */
  public Environment refused(Reason reason, String message) {
    return refused(reason, message, Duration.ofSeconds(10));
  }

  public Environment refused(Reason reason, String message, Duration ago) {
    failed = Optional.of(new Sighting.Failed(Scene.NOW.minus(ago), reason, message));
    return this;
  }

  /** Changed by hand: its fingerprint is not the usual one any more. */
  public Environment drift(String... lines) {
    drift = List.of(lines);
    return fingerprint.equals(AS_MIGRATED) ? fingerprint("sha256:ba5eba11") : this;
  }

  /** Something is to be said against the files of what it lacks. */
  public Environment suspect() {
    suspect = true;
    return this;
  }

  /** And its database was asked. */
  public Environment judged(Judgement verdict) {
    judgement = Optional.of(verdict);
    return suspect();
  }

  /** Its row in {@code memdb.claim} is gone. */
  public Environment unclaimed() {
    claimed = false;
    return this;
  }

  public Environment fingerprint(String newFingerprint) {
    fingerprint = newFingerprint;
    return this;
  }

  public Environment busy(String application, int pid) {
    holder = Optional.of(new Holder(application, pid, Scene.NOW.minusSeconds(42), true));
    return this;
  }

  /** The version after those that it has is a backfill, and was begun. */
  public Environment filling(BackfillState state) {
    backfill = Optional.of(state);
    return this;
  }

  /** The same, in the operator's process. */
  public Environment fillingHere(BackfillState state) {
    activity =
        Optional.of(
            new Activity(
                Activity.Kind.RUN,
                Scene.NOW.minusSeconds(90),
                "",
                Scene.NOW.minusSeconds(3),
                Optional.of(state)));
    return this;
  }

  public Environment runIn(RunIn where) {
    runIn = where;
    return this;
  }

  public Environment limits(BackfillLimits wanted) {
    limits = wanted;
    return this;
  }

  public Environment job(WorkerJob... found) {
    jobs = List.of(found);
    return this;
  }

  public Environment jobRefused(String why) {
    refusedJob = Optional.of(why);
    return this;
  }

  public Environment looking() {
    activity =
        Optional.of(
            new Activity(
                Activity.Kind.LOOK, Scene.NOW.minusSeconds(1), "", Scene.NOW, Optional.empty()));
    return this;
  }

  public Environment running(String step) {
    activity =
        Optional.of(
            new Activity(
                Activity.Kind.RUN,
                Scene.NOW.minusSeconds(90),
                step,
                Scene.NOW.minusSeconds(3),
                Optional.empty()));
    return this;
  }

  /** The last run, planned with generation 1 and the set 1 to 7, failed a second ago. */
  public Environment setback(Reason reason, String message, int attempt, Duration next) {
    return setback(FIRST_RUN, reason, message, attempt, next);
  }

  public Environment setback(
      Basis basis, Reason reason, String message, int attempt, Duration next) {
    setback =
        Optional.of(
            new Setback(
                basis, reason, message, attempt, Scene.NOW.minusSeconds(1), Scene.NOW.plus(next)));
    return this;
  }

  EnvironmentObservation observation() {
    Optional<Sighting> sighting =
        failed.or(
            () ->
                history == null
                    ? Optional.empty()
                    : Optional.of(new Sighting.Seen(seenAt, facts())));
    return new EnvironmentObservation(
        name,
        mode,
        suspended,
        after,
        sighting,
        activity,
        setback,
        suspect,
        new FillObservation(runIn, limits, jobs, refusedJob));
  }

  private DatabaseFacts facts() {
    Optional<Expected> expected =
        ledger.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Expected(fingerprint, ledger.get(ledger.size() - 1).version(), Scene.NOW));
    return new DatabaseFacts(
        "18.6",
        18,
        history,
        ledger,
        unverified.stream().map(Samples::v).toList(),
        holder,
        expected,
        backfill,
        holder.isPresent() ? Optional.empty() : Optional.of(fingerprint),
        drift.stream().map(line -> new ObjectName("index", line)).toList(),
        drift,
        judgement,
        Optional.empty(),
        claimed);
  }
}
