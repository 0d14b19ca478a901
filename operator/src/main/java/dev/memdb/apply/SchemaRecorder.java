package dev.memdb.apply;

import dev.memdb.api.Reason;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
import dev.memdb.ledger.Ledger;
import dev.memdb.migration.Migration;
import dev.memdb.migration.Takeover;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes down the schema as a run leaves it; what later differs from that is drift. */
final class SchemaRecorder {
  private static final int SHOWN = 3;

  private final DirectSession session;
  private final FactsReader reader;
  private final Fence fence;
  private final RunRequest request;
  private final RunControl control;
  private final Optional<HandMade> handMade;

  /**
   * Before the first file.
   *
   * @param facts the database as the run found it
   * @param ledger the same
   */
  SchemaRecorder(
      DirectSession session,
      FactsReader reader,
      Fence fence,
      RunRequest request,
      RunControl control,
      DatabaseFacts facts,
      Ledger ledger)
      throws SQLException {
    this.session = session;
    this.reader = reader;
    this.fence = fence;
    this.request = request;
    this.control = control;
    this.handMade = facts.differences() > 0 ? Optional.of(handMade(ledger)) : Optional.empty();
  }

  private HandMade handMade(Ledger ledger) throws SQLException {
    return new HandMade(
        SchemaRecord.load(session.connection()).orElseThrow(),
        Catalog.snapshot(session.connection(), request.schemas()),
        reader.touched(ledger),
        request.canon().read(),
        request.target());
  }

  /** Why the pending migrations cannot take over what was changed by hand; empty: they can. */
  Optional<String> objection(List<Migration> pending) throws SQLException {
    if (handMade.isEmpty()) {
      return Optional.empty();
    }
    String scratch = "memdb_rehearsal_" + UUID.randomUUID().toString().replace("-", "");
    List<String> objections =
        handMade
            .get()
            .rehearse(
                Takeover.by(pending),
                new Rehearsal(session.connection(), request.schemas(), scratch));
    return objections.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "what was changed by hand is not what the migrations make of it: %s. Nothing was applied. Undo it or make it alike by hand, and set annotation memdb.dev/requested-at to try again."
                .formatted(
                    String.join("; ", objections.subList(0, Math.min(SHOWN, objections.size())))));
  }

  /**
   * Records the schema as it is now, and reads the database once more.
   *
   * @param applied the versions that the run has applied
   */
  DatabaseFacts record(List<Version> applied) throws SQLException {
    Sql.execute(session.connection(), FileRun.LEAVE);
    SchemaSnapshot after = Catalog.snapshot(session.connection(), request.schemas());
    Takeover takeover =
        Takeover.by(applied.stream().flatMap(v -> request.set().find(v).stream()).toList());
    try {
      Ledger left = reader.read(false).ledger();
      Optional<Version> version = FactsReader.current(left);
      SchemaSnapshot carried =
          handMade.map(made -> made.expectedAfter(after, takeover, version)).orElse(after);
      SchemaSnapshot expected =
          left.interrupted().isEmpty() ? carried : withoutRemains(carried, left);
      Sql.execute(
          session.connection(),
          fence.check() + SchemaRecord.save(expected, request.schemas(), version));
      tell(expected);
      return reader.facts(
          new FactsReader.Reading(reader.read(false).ledger(), Optional.of(after.fingerprint()))
              .withoutHolder());
    } catch (RefusedException e) {
      throw new SQLException(e.getMessage(), "XX000", e);
    }
  }

  private void tell(SchemaSnapshot expected) {
    List<String> settled = handMade.map(made -> made.settled(expected)).orElse(List.of());
    if (!settled.isEmpty()) {
      control.note(
          "changed by hand, and the migrations' own from now on: " + String.join(", ", settled));
    }
  }

  private SchemaSnapshot withoutRemains(SchemaSnapshot schema, Ledger ledger) throws SQLException {
    return SchemaRecord.without(
        reader.touched(ledger), schema, SchemaRecord.load(session.connection()));
  }

  /** The same after a failure: what was applied before it is no drift. */
  Optional<DatabaseFacts> recordQuietly(List<Version> applied) {
    try {
      return Optional.of(record(applied));
    } catch (SQLException e) {
      return Optional.empty(); // the connection is gone; the next run records
    }
  }

  /** All is applied, and what was changed by hand is like another environment's: or it is not. */
  RunResult compared() throws SQLException {
    DatabaseFacts left = record(List.of());
    return left.differences() == 0
        ? new RunResult.Done(List.of(), Optional.of(left))
        : new RunResult.Postponed(
            Reason.TRANSIENT_FAILURE_RETRYING,
            "the schema was not like the one that it was compared with: "
                + String.join("; ", left.drift()),
            List.of(),
            Optional.of(left));
  }
}
