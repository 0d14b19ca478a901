package dev.memdb.apply;

import dev.memdb.apply.healing.Touched;
import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
import dev.memdb.ledger.Ledger;
import dev.memdb.migration.Version;
import dev.memdb.plan.DatabaseFacts;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Writes down the schema as a run leaves it; what later differs from that is drift. */
final class SchemaRecorder {
  private final DirectSession session;
  private final FactsReader reader;
  private final Fence fence;
  private final List<String> schemas;
  private final Optional<Drifted> drifted;

  /** A schema that had changes made by hand when the run began. */
  private record Drifted(SchemaSnapshot expected, SchemaSnapshot before, Touched touched) {}

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
      List<String> schemas,
      DatabaseFacts facts,
      Ledger ledger)
      throws SQLException {
    this.session = session;
    this.reader = reader;
    this.fence = fence;
    this.schemas = schemas;
    this.drifted = facts.differences() > 0 ? Optional.of(drifted(ledger)) : Optional.empty();
  }

  private Drifted drifted(Ledger ledger) throws SQLException {
    return new Drifted(
        SchemaRecord.load(session.connection()).orElseThrow(),
        Catalog.snapshot(session.connection(), schemas),
        reader.touched(ledger));
  }

  /** Records the schema as it is now, and reads the database once more. */
  DatabaseFacts record() throws SQLException {
    Sql.execute(session.connection(), FileRun.LEAVE);
    SchemaSnapshot after = Catalog.snapshot(session.connection(), schemas);
    SchemaSnapshot carried =
        drifted
            .map(d -> SchemaRecord.carryOver(d.expected(), d.before(), after, d.touched()))
            .orElse(after);
    try {
      Ledger left = reader.read(false).ledger();
      SchemaSnapshot expected =
          left.interrupted().isEmpty() ? carried : withoutRemains(carried, left);
      Optional<Version> version = FactsReader.current(left);
      Sql.execute(
          session.connection(), fence.check() + SchemaRecord.save(expected, schemas, version));
      return reader.facts(
          new FactsReader.Reading(reader.read(false).ledger(), Optional.of(after.fingerprint()))
              .withoutHolder());
    } catch (RefusedException e) {
      throw new SQLException(e.getMessage(), "XX000", e);
    }
  }

  private SchemaSnapshot withoutRemains(SchemaSnapshot schema, Ledger ledger) throws SQLException {
    return SchemaRecord.without(
        reader.touched(ledger), schema, SchemaRecord.load(session.connection()));
  }

  /** The same after a failure: what was applied before it is no drift. */
  Optional<DatabaseFacts> recordQuietly() {
    try {
      return Optional.of(record());
    } catch (SQLException e) {
      return Optional.empty(); // the connection is gone; the next run records
    }
  }
}
