package dev.memdb.apply;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.api.UnsafeDdl;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
import dev.memdb.ledger.LastFailure;
import dev.memdb.ledger.Ledger;
import dev.memdb.migration.Migration;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.HistoryCheck;
import dev.memdb.plan.HistoryVerdict;
import dev.memdb.plan.Judgement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One run in one session: look; if there is work, lock, take over, and only then decide again by
 * what the history says now; apply; record the schema as it is left.
 */
final class MigrationRun {
  private final RunRequest request;
  private final RunControl control;
  private final ClaimArbiter arbiter;
  private final Fence fence;
  private final RunWatch.Starter watch;
  private final LookRequest look;
  private DirectSession session;

  MigrationRun(
      RunRequest request,
      RunControl control,
      ClaimArbiter arbiter,
      DirectSession session,
      Fence fence,
      RunWatch.Starter watch) {
    this.request = request;
    this.control = control;
    this.arbiter = arbiter;
    this.session = session;
    this.fence = fence;
    this.watch = watch;
    this.look =
        new LookRequest(
            request.self(),
            request.endpoint(),
            request.schemas(),
            EnvironmentMode.MIGRATE,
            Optional.of(request.set()),
            Optional.of(request.wanted()));
  }

  RunResult run() throws SQLException, RefusedException {
    FactsReader.Reading before = reader().read(true);
    boolean copy = reader().checkClaim(before.ledger(), arbiter);
    DatabaseFacts facts = reader().facts(before);
    if (!copy) {
      Optional<RunResult> nothing = nothingToDo(facts, before.ledger());
      if (nothing.isPresent() && !needsUpkeep(nothing.get(), facts)) {
        return nothing.get();
      }
    }
    LockWait.Outcome waited = new LockWait(fence, control).await(request.limits().writerWait());
    if (!waited.locked()) {
      return Failures.busy(control, waited.rival(), facts);
    }
    try (RunWatch watching = watch.start(fence, session)) {
      return asTheOneWriter(copy, facts.claimed());
    }
  }

  /** No version is missing, but the claim is, or a change by hand may turn out to be none. */
  private boolean needsUpkeep(RunResult nothing, DatabaseFacts facts) throws SQLException {
    return nothing instanceof RunResult.Done
        && (!facts.claimed()
            || (facts.differences() > 0
                && Canon.at(request.canon().read(), facts.applied().current()).isPresent()));
  }

  private FactsReader reader() {
    return new FactsReader(session, look);
  }

  private Optional<RunResult> nothingToDo(DatabaseFacts facts, Ledger ledger) {
    HistoryVerdict verdict = verdict(facts);
    if (verdict instanceof HistoryVerdict.Refused refused) {
      return Optional.of(stopped(refused.reason(), refused.message(), facts));
    }
    if (!(verdict instanceof HistoryVerdict.Pending pending)) {
      return Optional.of(new RunResult.Done(List.of(), Optional.of(facts)));
    }
    Optional<HistoryVerdict.Pending> safe = safe(pending, facts);
    if (safe.isEmpty()) {
      return Optional.of(
          stopped(
              Reason.UNSAFE_MIGRATION,
              facts.judgement().orElseThrow().describe(request.unsafeDdl()),
              facts));
    }
    if (isBlocked(facts) && !safe.get().takesOver(facts) && safe.get().begun(facts).isEmpty()) {
      return Optional.of(stopped(Reason.DRIFT_DETECTED, drift(facts), facts));
    }
    return failedBefore(safe.get(), ledger).map(f -> stopped(reason(f), f.message(), facts));
  }

  /** What may be applied of it; empty: nothing. */
  private Optional<HistoryVerdict.Pending> safe(
      HistoryVerdict.Pending pending, DatabaseFacts facts) {
    return request.unsafeDdl() == UnsafeDdl.BLOCK
        ? unsafe(facts).map(pending::before).orElse(Optional.of(pending))
        : Optional.of(pending);
  }

  private static Optional<Version> unsafe(DatabaseFacts facts) {
    return facts.judgement().flatMap(Judgement::unsafe);
  }

  private static String drift(DatabaseFacts facts) {
    return "%d object(s) differ from what the migrations made: %s"
        .formatted(facts.differences(), String.join("; ", facts.drift()));
  }

  private boolean isBlocked(DatabaseFacts facts) {
    return facts.differences() > 0 && request.onDrift() == DriftPolicy.BLOCK;
  }

  private HistoryVerdict verdict(DatabaseFacts facts) {
    return HistoryCheck.check(request.set(), request.target(), EnvironmentMode.MIGRATE, facts);
  }

  private static RunResult stopped(Reason reason, String message, DatabaseFacts facts) {
    return new RunResult.Stopped(reason, message, List.of(), Optional.of(facts));
  }

  /** The same has failed for the very same request: only a person can change that. */
  private Optional<LastFailure> failedBefore(HistoryVerdict.Pending pending, Ledger ledger) {
    return ledger
        .lastFailure()
        .filter(f -> f.request().equals(request.request()))
        .filter(f -> failsAgain(f, pending));
  }

  /** A check that did not hold may have been corrected in its own file: any change of the set. */
  private boolean failsAgain(LastFailure failure, HistoryVerdict.Pending pending) {
    boolean verification = reason(failure) == Reason.VERIFY_FAILED;
    if (verification && !failure.sourceDigest().equals(request.set().digest())) {
      return false;
    }
    return (verification && pending.unverified().contains(failure.version()))
        || pending.migrations().stream()
            .filter(m -> m.version().equals(failure.version()))
            .anyMatch(m -> m.sha256().equals(failure.sha256()));
  }

  private static Reason reason(LastFailure failure) {
    return Reason.of(failure.reason()).orElse(Reason.MIGRATION_FAILED);
  }

  private RunResult asTheOneWriter(boolean copy, boolean claimed)
      throws SQLException, RefusedException {
    boolean installed = session.server().installed();
    session = Installation.ensure(session, request.endpoint());
    Sql.execute(
        session.connection(),
        fence.takeOver(request.holder()) + "; " + Installation.claim(request.self(), copy));
    FactsReader.Reading now = reader().read(installed); // nothing to compare with before
    if (!installed && !now.ledger().history().isEmpty()) {
      now = reader().read(true); // somebody was here while this run waited
    }
    if (reader().checkClaim(now.ledger(), arbiter)) {
      throw new SQLException("the claim changed while it was taken", "40001");
    }
    if (copy) {
      control.note("this database is a copy: it is claimed for " + request.self().environment());
    } else if (!claimed) {
      control.note("its claim was gone: it is claimed again for " + request.self().environment());
    }
    // a holder is shown in the facts of others; this session is the holder now
    DatabaseFacts facts = reader().facts(now.withoutHolder());
    Optional<RunResult> nothing = nothingToDo(facts, now.ledger());
    if (nothing.isPresent() && !(nothing.get() instanceof RunResult.Done)) {
      return nothing.get();
    }
    boolean upToDate = nothing.isPresent();
    if (upToDate && !(claimed && facts.differences() > 0)) {
      return nothing.get();
    }
    SchemaRecorder recorder =
        new SchemaRecorder(session, reader(), fence, request, control, facts, now.ledger());
    if (upToDate) {
      return recorder.compared();
    }
    HistoryVerdict.Pending pending =
        safe((HistoryVerdict.Pending) verdict(facts), facts).orElseThrow();
    Optional<String> objection = recorder.objection(pending.migrations());
    if (!isBlocked(facts) || (objection.isEmpty() && pending.takesOver(facts))) {
      return apply(told(pending, facts), recorder);
    }
    Optional<HistoryVerdict.Pending> begun = pending.begun(facts);
    return begun.isPresent()
        ? onlyThat(begun.get(), recorder)
        : stopped(Reason.DRIFT_DETECTED, objection.orElseGet(() -> drift(facts)), facts);
  }

  /** Of what is applied although it is unsafe somebody should hear. */
  private HistoryVerdict.Pending told(HistoryVerdict.Pending pending, DatabaseFacts facts) {
    if (request.unsafeDdl() == UnsafeDdl.WARN
        && unsafe(facts).filter(v -> v.compareTo(request.target()) <= 0).isPresent()) {
      control.unsafe(facts.judgement().orElseThrow());
    }
    return pending;
  }

  /** A backfill that was begun comes to its end; what was changed by hand stops what follows. */
  private RunResult onlyThat(HistoryVerdict.Pending begun, SchemaRecorder recorder)
      throws SQLException {
    RunResult result = apply(begun, recorder);
    Optional<DatabaseFacts> left = result.facts().filter(f -> f.differences() > 0);
    return result instanceof RunResult.Done && left.isPresent()
        ? new RunResult.Stopped(
            Reason.DRIFT_DETECTED, drift(left.get()), result.applied(), result.facts())
        : result;
  }

  /** A worker of autovacuum in the way is no reason to come back later. */
  private Optional<Migration> apply(Migrations migrations, List<Migration> pending) {
    Autovacuum autovacuum = new Autovacuum(session.connection(), fence, control);
    while (true) {
      try {
        return migrations.apply(
            pending.stream().filter(m -> !migrations.applied().contains(m.version())).toList());
      } catch (MigrationFailure failure) {
        if (!autovacuum.givesWayTo(failure)) {
          throw failure;
        }
      }
    }
  }

  private RunResult apply(HistoryVerdict.Pending pending, SchemaRecorder recorder)
      throws SQLException {
    UUID run = UUID.randomUUID();
    Sql.execute(
        session.connection(), fence.check() + RunRow.insert(run, request, pending.current()));
    Migrations migrations = new Migrations(run, session.connection(), fence, control);
    Failures failures = new Failures(control, request.limits());
    try {
      for (Version unverified : pending.unverified()) {
        migrations.verify(request.set().find(unverified).orElseThrow());
      }
      Optional<Migration> backfill = apply(migrations, pending.migrations());
      if (backfill.isPresent()) {
        long number = new BackfillStep(session.connection(), backfill.get()).prepare(control);
        return new RunResult.Filling(
            backfill.get(),
            number,
            migrations.applied(),
            Optional.of(recorder.record(migrations.applied())));
      }
    } catch (MigrationFailure failure) {
      RunResult result = failures.result(failure, migrations.applied(), Optional.empty());
      Failures.record(result, migrations.lastFile(), failure, session.connection(), fence);
      return failures.result(
          failure, migrations.applied(), recorder.recordQuietly(migrations.applied()));
    }
    try {
      return new RunResult.Done(
          migrations.applied(), Optional.of(recorder.record(migrations.applied())));
    } catch (SQLException e) {
      return failures.notRecorded(e, migrations.applied());
    }
  }
}
