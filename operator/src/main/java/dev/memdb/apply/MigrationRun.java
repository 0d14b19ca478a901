package dev.memdb.apply;

import dev.memdb.api.DriftPolicy;
import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
import dev.memdb.ledger.Holder;
import dev.memdb.ledger.LastFailure;
import dev.memdb.ledger.Ledger;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.HistoryCheck;
import dev.memdb.plan.HistoryVerdict;
import dev.memdb.postgres.SqlText;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.sql.Statement;
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
  private final RunWatch.Starter watch;
  private final LookRequest look;
  private DirectSession session;

  MigrationRun(
      RunRequest request,
      RunControl control,
      ClaimArbiter arbiter,
      DirectSession session,
      RunWatch.Starter watch) {
    this.request = request;
    this.control = control;
    this.arbiter = arbiter;
    this.session = session;
    this.watch = watch;
    this.look =
        new LookRequest(
            request.self(),
            request.endpoint(),
            request.schemas(),
            EnvironmentMode.MIGRATE,
            Optional.of(request.set()));
  }

  RunResult run() throws SQLException, RefusedException {
    FactsReader.Reading before = reader().read(true);
    boolean copy = reader().checkClaim(before.ledger(), arbiter);
    DatabaseFacts facts = reader().facts(before);
    if (!copy) {
      Optional<RunResult> nothing = nothingToDo(facts, before.ledger());
      if (nothing.isPresent()) {
        return nothing.get();
      }
    }
    Fence fence = new Fence(session.connection());
    Optional<Holder> rival = new LockWait(fence, control).await(request.limits().writerWait());
    if (rival.isPresent()) {
      return new RunResult.Postponed(
          Reason.WRITER_BUSY,
          "another migrator works on this database: %s, pid %d, since %s"
              .formatted(rival.get().application(), rival.get().pid(), rival.get().since()),
          List.of(),
          Optional.of(facts));
    }
    return asTheOneWriter(fence, copy);
  }

  private FactsReader reader() {
    return new FactsReader(session, look);
  }

  private Optional<RunResult> nothingToDo(DatabaseFacts facts, Ledger ledger) {
    HistoryVerdict verdict =
        HistoryCheck.check(request.set(), request.target(), EnvironmentMode.MIGRATE, facts);
    if (verdict instanceof HistoryVerdict.Refused refused) {
      return Optional.of(stopped(refused.reason(), refused.message(), facts));
    }
    if (!(verdict instanceof HistoryVerdict.Pending pending)) {
      return Optional.of(new RunResult.Done(List.of(), Optional.of(facts)));
    }
    if (facts.differences() > 0 && request.onDrift() == DriftPolicy.BLOCK) {
      return Optional.of(
          stopped(
              Reason.DRIFT_DETECTED,
              "%d object(s) differ from what the migrations made: %s"
                  .formatted(facts.differences(), String.join("; ", facts.drift())),
              facts));
    }
    return failedBefore(pending, ledger).map(f -> stopped(reason(f), f.message(), facts));
  }

  private static RunResult stopped(Reason reason, String message, DatabaseFacts facts) {
    return new RunResult.Stopped(reason, message, List.of(), Optional.of(facts));
  }

  /** The very same file has failed for the very same request: only a person can change that. */
  private Optional<LastFailure> failedBefore(HistoryVerdict.Pending pending, Ledger ledger) {
    return ledger
        .lastFailure()
        .filter(f -> f.request().equals(request.request()))
        .filter(
            f ->
                pending.migrations().stream()
                        .anyMatch(
                            m -> m.version().equals(f.version()) && m.sha256().equals(f.sha256()))
                    || pending.unverified().contains(f.version()));
  }

  private static Reason reason(LastFailure failure) {
    return failure.reason().equals(Reason.VERIFY_FAILED.text())
        ? Reason.VERIFY_FAILED
        : Reason.MIGRATION_FAILED;
  }

  private RunResult asTheOneWriter(Fence fence, boolean copy)
      throws SQLException, RefusedException {
    session = Installation.ensure(session, request.endpoint().address());
    execute(fence.takeOver(request.holder()) + "; " + Installation.claim(request.self(), copy));
    FactsReader.Reading now = reader().read(true);
    if (reader().checkClaim(now.ledger(), arbiter)) {
      throw new SQLException("the claim changed while it was taken", "40001");
    }
    if (copy) {
      control.note("this database is a copy: it is claimed for " + request.self().environment());
    }
    // a holder is shown in the facts of others; this session is the holder now
    DatabaseFacts facts = reader().facts(now.withoutHolder());
    Optional<RunResult> nothing = nothingToDo(facts, now.ledger());
    if (nothing.isPresent()) {
      return nothing.get();
    }
    HistoryVerdict.Pending pending =
        (HistoryVerdict.Pending)
            HistoryCheck.check(request.set(), request.target(), EnvironmentMode.MIGRATE, facts);
    return apply(fence, pending, facts);
  }

  private RunResult apply(Fence fence, HistoryVerdict.Pending pending, DatabaseFacts facts)
      throws SQLException {
    UUID run = UUID.randomUUID();
    execute(fence.check() + runRow(run, pending));
    Optional<Drifted> drifted = facts.differences() > 0 ? Optional.of(drifted()) : Optional.empty();
    Migrations migrations = new Migrations(run, session.connection(), fence, control);
    try (RunWatch watching = watch.start(fence, session.server().pid())) {
      for (Version unverified : pending.unverified()) {
        migrations.verify(request.set().find(unverified).orElseThrow());
      }
      migrations.apply(pending.migrations());
      return new RunResult.Done(migrations.applied(), Optional.of(record(fence, drifted)));
    } catch (MigrationFailure failure) {
      Failures failures = new Failures(control, request.limits());
      RunResult result = failures.result(failure, migrations.applied(), Optional.empty());
      Failures.record(result, migrations.lastFile(), failure, session.connection(), fence);
      // what was applied before the failure is no drift
      return failures.result(failure, migrations.applied(), recordQuietly(fence, drifted));
    }
  }

  /** A schema that had changes made by hand when the run began. */
  private record Drifted(SchemaSnapshot expected, SchemaSnapshot before) {}

  private Drifted drifted() throws SQLException {
    return new Drifted(
        SchemaRecord.load(session.connection()).orElseThrow(),
        Catalog.snapshot(session.connection(), request.schemas()));
  }

  /** Records the schema as this run leaves it, and reads the database once more. */
  private DatabaseFacts record(Fence fence, Optional<Drifted> drifted) throws SQLException {
    execute(FileRun.LEAVE);
    SchemaSnapshot after = Catalog.snapshot(session.connection(), request.schemas());
    SchemaSnapshot expected =
        drifted.map(d -> SchemaRecord.carryOver(d.expected(), d.before(), after)).orElse(after);
    try {
      FactsReader.Reading left = reader().read(false);
      Optional<Version> version = FactsReader.current(left.ledger());
      execute(fence.check() + SchemaRecord.save(expected, request.schemas(), version));
      return reader()
          .facts(
              new FactsReader.Reading(
                      reader().read(false).ledger(), Optional.of(after.fingerprint()))
                  .withoutHolder());
    } catch (RefusedException e) {
      throw new SQLException(e.getMessage(), "XX000", e);
    }
  }

  private Optional<DatabaseFacts> recordQuietly(Fence fence, Optional<Drifted> drifted) {
    try {
      return Optional.of(record(fence, drifted));
    } catch (SQLException e) {
      return Optional.empty(); // the connection is gone; the next run records
    }
  }

  private String runRow(UUID run, HistoryVerdict.Pending pending) {
    return "INSERT INTO memdb.run (id, cluster, resource, environment, from_version, target_version,"
        + " source, source_digest, request, holder, operator_version) VALUES ("
        + String.join(
            ", ",
            SqlText.literal(run.toString()),
            SqlText.literal(request.self().cluster()),
            SqlText.literal(request.self().resource()),
            SqlText.literal(request.self().environment()),
            pending.current().map(v -> SqlText.literal(v.text())).orElse("NULL"),
            SqlText.literal(request.target().text()),
            SqlText.literal(request.set().from()),
            SqlText.literal(request.set().digest()),
            SqlText.literal(request.request()),
            SqlText.literal(request.holder()),
            SqlText.literal(Installation.version()))
        + ")";
  }

  private void execute(String sql) throws SQLException {
    try (Statement s = session.connection().createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(sql);
    }
  }
}
