package dev.memdb.status;

import static dev.memdb.plan.Scene.production;
import static dev.memdb.plan.Scene.staging;

import dev.memdb.api.Reason;
import dev.memdb.backfill.BackfillState;
import dev.memdb.plan.Basis;
import dev.memdb.plan.Environment;
import dev.memdb.plan.Judgement;
import dev.memdb.plan.Parity;
import dev.memdb.plan.Samples;
import dev.memdb.plan.Scene;
import dev.memdb.plan.WorkerJob;
import dev.memdb.report.Notice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A situation in which somebody may look at a resource.
 *
 * @param name of the file that shows it
 * @param scenes how it came to that, and how it is now
 * @param told by a run, right before it came to the last scene
 */
record Situation(String name, List<Scene> scenes, List<Notice> told) {
  private static final Basis RUN =
      new Basis(1, Optional.of(Samples.memoryCore().digest()), Optional.empty());

  private static final Judgement UNSAFE =
      new Judgement(
          Samples.memoryCore().digest(),
          Samples.v("11"),
          Samples.v("12"),
          Optional.of(Samples.v("11")),
          List.of(
              "V11__memories_superseded_by_rules.sql:3: ADD CONSTRAINT: memory.memories is read as"
                  + " a whole under a ACCESS EXCLUSIVE lock; nobody reads or writes it until the"
                  + " transaction ends. [constraint-missing-not-valid] Add it NOT VALID, and"
                  + " VALIDATE it in a file of its own."),
          2);
  private static final String BEGINS =
      "filling version 14 begins, by V14__memories_content_hash_filled.backfill.yaml";

  static final List<Situation> ALL =
      List.of(
          of("checking", recall(staging(), production())),
          of(
              "migrating",
              ready9().target("9"),
              recall(
                      staging()
                          .atMemoryCore(9)
                          .running("V11__memories_superseded_by_rules.sql:4, statement 1 of 3"),
                      production().atMemoryCore(9))
                  .generation(2)),
          of(
              "awaiting-promotion",
              recall(
                  staging().atMemoryCore(12),
                  new Environment("canary")
                      .after("staging")
                      .atMemoryCore(10)
                      .running("V11__memories_superseded_by_rules.sql:4, statement 1 of 3"),
                  new Environment("production").after("canary").atMemoryCore(10))),
          of("ready", ready()),
          of("ahead-of-target", ready(), ready().target("9").generation(2)),
          of(
              "lock-timeout",
              ready9(),
              recall(
                  staging()
                      .atMemoryCore(10)
                      .setback(
                          RUN,
                          Reason.LOCK_TIMEOUT_RETRYING,
                          "V11__memories_superseded_by_rules.sql:4 waited 300ms for its lock"
                              + " and gave up, so that nobody had to wait behind it; in the"
                              + " way: pid 4711 (nightly-report, idle in transaction,"
                              + " transaction open 1840 s).",
                          3,
                          Duration.ofSeconds(24)),
                  production().atMemoryCore(9))),
          of(
              "migration-failed",
              ready9(),
              recall(
                  staging()
                      .atMemoryCore(11)
                      .setback(
                          RUN,
                          Reason.MIGRATION_FAILED,
                          "V12__memories_superseded_by_validated.sql:3: check constraint"
                              + " \"memories_superseded_by_not_self\" of relation \"memories\""
                              + " is violated by some row (SQLSTATE 23514). It was rolled back."
                              + " Correct the file, which is tried at once; or mend the"
                              + " database, and set annotation memdb.dev/requested-at to try"
                              + " again.",
                          1,
                          Duration.ZERO),
                  production().atMemoryCore(9))),
          of(
              "unsafe-migration",
              ready9(),
              recall(
                  staging().atMemoryCore(10).judged(UNSAFE),
                  production()
                      .atMemoryCore(9)
                      .running("V10__memories_superseded_by_idx.sql:1, statement 1 of 1"))),
          of(
              "drift",
              ready(),
              recall(
                      staging().atMemoryCore(12),
                      production()
                          .atMemoryCore(12)
                          .fingerprint("sha256:d41f7c90")
                          .drift(
                              "extra index memory.memories_hotfix_idx on memories",
                              "extra column memory.memories.note"))
                  .mismatch(mismatch(true))
                  .later(Duration.ofMinutes(40))),
          of(
              "parity-mismatch",
              ready9(),
              recall(
                      staging().atMemoryCore(12),
                      production().atMemoryCore(12).fingerprint("sha256:d41f7c90"))
                  .mismatch(mismatch(false))),
          of(
              "wrong-password",
              ready(),
              recall(
                      staging().atMemoryCore(12),
                      production()
                          .atMemoryCore(12)
                          .refused(
                              Reason.AUTHENTICATION_FAILED,
                              "recall-production-rw.ai.svc:5432/recall refused the login of role"
                                  + " recall. Correct username and password in the Secret; it is"
                                  + " read again every few seconds."))
                  .later(Duration.ofMinutes(40))),
          of(
                  "backfill-running",
                  filled12(),
                  fill(
                      Samples.state(
                          "14",
                          BackfillState.Phase.FILLING,
                          420,
                          84_000,
                          "a standby is 96 MiB behind"),
                      job(WorkerJob.Phase.RUNNING, "")))
              .telling("BackfillStarted", "staging: " + BEGINS),
          of(
                  "backfill-failed",
                  filled12(),
                  fill(
                      Samples.state("14", BackfillState.Phase.FILLING, 420, 84_000),
                      job(
                          WorkerJob.Phase.FAILED,
                          "permission denied for table memories (SQLSTATE 42501)")))
              .telling("BackfillStarted", "staging: " + BEGINS));

  private static Situation of(String name, Scene... scenes) {
    return new Situation(name, List.of(scenes), List.of());
  }

  private static Scene recall(Environment... environments) {
    return Scene.of(environments).set(Samples.memoryCore()).target("12");
  }

  /** With an event that a run has told. */
  private Situation telling(String reason, String note) {
    return new Situation(name, scenes, List.of(Notice.normal(reason, note)));
  }

  /** Before the column that is filled. */
  private static Scene filled12() {
    return recall(staging().atMemoryCore(12), production().atMemoryCore(12))
        .equal("staging", "production")
        .later(Duration.ofHours(-1));
  }

  private static Scene fill(BackfillState state, WorkerJob job) {
    return Scene.of(
            staging().atMemoryCoreWithBackfill(13).filling(state).job(job),
            production().atMemoryCore(12))
        .set(Samples.memoryCoreWithBackfill())
        .target("19")
        .generation(2);
  }

  private static WorkerJob job(WorkerJob.Phase phase, String trouble) {
    return new WorkerJob(
        "memdb-recall-staging-5d1f0a3c", "14", 1, 1, phase, trouble, "2/", Optional.empty());
  }

  private static Scene ready() {
    return recall(staging().atMemoryCore(12), production().atMemoryCore(12))
        .equal("staging", "production");
  }

  /** An older version, an hour ago. */
  private static Scene ready9() {
    return recall(staging().atMemoryCore(9), production().atMemoryCore(9))
        .equal("staging", "production")
        .later(Duration.ofHours(-1));
  }

  private static Parity.Mismatch mismatch(boolean onlyDrift) {
    return new Parity.Mismatch(
        "staging",
        "production",
        Samples.v("12"),
        2,
        List.of(
            "extra index memory.memories_hotfix_idx on memories",
            "extra column memory.memories.note"),
        onlyDrift);
  }

  @Override
  public String toString() {
    return name;
  }
}
