package dev.memdb.apply;

import dev.memdb.api.EnvironmentMode;
import dev.memdb.api.Reason;
import dev.memdb.apply.healing.Leftovers;
import dev.memdb.apply.healing.Touched;
import dev.memdb.backfill.BackfillState;
import dev.memdb.backfill.Backfills;
import dev.memdb.ledger.Claim;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Expected;
import dev.memdb.ledger.ForeignHistory;
import dev.memdb.ledger.HistoryRow;
import dev.memdb.ledger.Holder;
import dev.memdb.ledger.Ledger;
import dev.memdb.ledger.LedgerReader;
import dev.memdb.ledger.LedgerRow;
import dev.memdb.migration.Migration;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.Version;
import dev.memdb.plan.AppliedVersions;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.plan.Judgement;
import dev.memdb.plan.ObjectName;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.Difference;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Reads what a database says about itself: one trip when its schema is as expected. */
final class FactsReader {
  private static final int SHOWN = 5;

  private final DirectSession session;
  private final LookRequest request;

  FactsReader(DirectSession session, LookRequest request) {
    this.session = session;
    this.request = request;
  }

  /** What was read in one trip. */
  record Reading(Ledger ledger, Optional<String> fingerprint) {
    /** For the session that is the holder itself. */
    Reading withoutHolder() {
      return new Reading(ledger.withoutHolder(), fingerprint);
    }
  }

  /**
   * Reads the ledger, and the fingerprint where it means something: not while somebody migrates,
   * and not before there is anything to compare it with.
   *
   * @param withFingerprint false: the ledger only
   */
  Reading read(boolean withFingerprint) throws SQLException, RefusedException {
    Connection c = session.connection();
    if (!session.server().installed()) {
      boolean observed = request.mode() == EnvironmentMode.OBSERVE;
      Ledger ledger =
          observed
              ? Ledger.NONE.withHistory(ForeignHistory.read(c, request.schemas()))
              : Ledger.NONE;
      return new Reading(
          ledger,
          observed && withFingerprint
              ? Optional.of(Catalog.fingerprint(c, request.schemas()))
              : Optional.empty());
    }
    String sql = LedgerReader.SQL;
    if (withFingerprint) {
      sql += ";\n" + Catalog.fingerprintSql(session.server().major(), request.schemas());
    }
    try (Statement s = c.createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(sql);
      Ledger ledger;
      try (ResultSet r = s.getResultSet()) {
        r.next();
        ledger = LedgerReader.read(r);
      }
      LedgerTrouble.refuseNewer(ledger.format());
      return new Reading(ledger, withFingerprint ? fingerprint(s) : Optional.empty());
    } catch (SQLException e) {
      LedgerTrouble.explain(e, c, request.endpoint());
      throw e;
    }
  }

  private static Optional<String> fingerprint(Statement s) throws SQLException {
    while (s.getMoreResults() || s.getUpdateCount() >= 0) {
      try (ResultSet r = s.getResultSet()) {
        if (r != null && r.next()) {
          return Optional.of(r.getString(1));
        }
      }
    }
    throw new SQLException("the fingerprint query returned nothing");
  }

  /** The facts for the planner; a difference from the expected schema is named object by object. */
  DatabaseFacts facts(Reading reading) throws SQLException {
    Ledger ledger = reading.ledger();
    Optional<Expected> expected = expected(ledger);
    boolean migrating = ledger.holder().filter(Holder::locked).isPresent();
    Optional<String> fingerprint = migrating ? Optional.empty() : reading.fingerprint();
    boolean changed =
        fingerprint.isPresent()
            && expected.isPresent()
            && !fingerprint.get().equals(expected.get().fingerprint());
    List<Difference> drift =
        changed
            ? SchemaRecord.drift(session.connection(), request.schemas(), touched(ledger))
            : List.of();
    return new DatabaseFacts(
        session.server().version(),
        session.server().major(),
        ledger.history(),
        ledger.applied(),
        unverified(ledger, request.set()),
        ledger.holder().filter(Holder::locked),
        expected,
        backfill(ledger),
        fingerprint,
        drift.stream().map(d -> new ObjectName(d.objectKind(), d.identity())).toList(),
        drift.stream().limit(SHOWN).map(Difference::describe).toList(),
        judgement(ledger),
        ledger.rollout(),
        ledger.format() == 0 || ledger.claim().isPresent());
  }

  /** Only where this operator will apply what is missing. */
  private Optional<Judgement> judgement(Ledger ledger) throws SQLException {
    if (request.mode() == EnvironmentMode.OBSERVE
        || request.set().isEmpty()
        || request.target().isEmpty()) {
      return Optional.empty();
    }
    Optional<Missing> missing =
        Missing.of(
            request.set().get(),
            AppliedVersions.of(ledger.history()),
            ledger.rollout(),
            request.target().get(),
            session.server().major(),
            request.schemas());
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(SafetyCheck.shared().judge(missing.get(), session.connection()));
  }

  /** The backfill that stands before the next version, if that is one and it was begun. */
  private Optional<BackfillState> backfill(Ledger ledger) throws SQLException {
    AppliedVersions applied = AppliedVersions.of(ledger.history());
    Optional<Migration> next =
        request.set().stream()
            .flatMap(set -> set.migrations().stream())
            .filter(m -> !applied.has(m.version()) && !applied.isCoveredByBaseline(m.version()))
            .findFirst()
            .filter(Migration::isBackfill);
    return next.isEmpty() || !session.server().installed()
        ? Optional.empty()
        : Backfills.state(session.connection(), next.get().version().text());
  }

  /** What an interrupted migration has left, as far as its file is known. */
  Touched touched(Ledger ledger) throws SQLException {
    Optional<Migration> interrupted =
        ledger.interrupted().flatMap(v -> request.set().flatMap(set -> set.find(v)));
    return interrupted.isEmpty()
        ? Touched.NOTHING
        : Leftovers.of(interrupted.get(), session.connection()).touched();
  }

  /** What was recorded after an earlier run than the last says nothing about the schema now. */
  Optional<Expected> expected(Ledger ledger) {
    return ledger
        .expectedOf(request.schemas())
        .filter(e -> Optional.ofNullable(e.version()).equals(current(ledger)));
  }

  /** The highest version that the history has. */
  static Optional<Version> current(Ledger ledger) {
    return AppliedVersions.of(ledger.history()).current();
  }

  /** Applied versions whose verification after the commit has not held yet. */
  static List<Version> unverified(Ledger ledger, Optional<MigrationSet> set) {
    return set.stream()
        .flatMap(s -> s.migrations().stream())
        .filter(Verifier::afterCommit)
        .map(Migration::version)
        .filter(v -> ledger.applied().stream().map(LedgerRow::version).anyMatch(v::equals))
        .filter(v -> ledger.history().stream().map(HistoryRow::version).anyMatch(v::equals))
        .filter(v -> !ledger.verified().contains(v))
        .toList();
  }

  /**
   * Refuses a database that belongs to somebody else.
   *
   * @return true when it carries the claim of the database that it is a copy of
   */
  boolean checkClaim(Ledger ledger, ClaimArbiter arbiter) throws SQLException, RefusedException {
    Claim self = request.self();
    Optional<Claim> found = ledger.claim();
    if (found.isEmpty() || ClaimArbiter.sameOwner(found.get(), self)) {
      return false;
    }
    ClaimArbiter.Ruling ruling = arbiter.judge(found.get(), self, session.connection());
    if (ruling.kind() == ClaimArbiter.Kind.COPY) {
      return true;
    }
    throw new RefusedException(
        ruling.kind() == ClaimArbiter.Kind.MISMATCH
            ? Reason.ENVIRONMENT_MISMATCH
            : Reason.CLAIMED_ELSEWHERE,
        ruling.message());
  }
}
