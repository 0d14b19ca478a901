package dev.memdb.apply;

import dev.memdb.ledger.DirectSession;
import dev.memdb.ledger.Fence;
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
  private record Drifted(SchemaSnapshot expected, SchemaSnapshot before) {}

  /**
   * Before the first file.
   *
   * @param facts the database as the run found it
   */
  SchemaRecorder(
      DirectSession session,
      FactsReader reader,
      Fence fence,
      List<String> schemas,
      DatabaseFacts facts)
      throws SQLException {
    this.session = session;
    this.reader = reader;
    this.fence = fence;
    this.schemas = schemas;
    this.drifted = facts.differences() > 0 ? Optional.of(drifted()) : Optional.empty();
  }

  private Drifted drifted() throws SQLException {
    return new Drifted(
        SchemaRecord.load(session.connection()).orElseThrow(),
        Catalog.snapshot(session.connection(), schemas));
  }

  /** Records the schema as it is now, and reads the database once more. */
  DatabaseFacts record() throws SQLException {
    Sql.execute(session.connection(), FileRun.LEAVE);
    SchemaSnapshot after = Catalog.snapshot(session.connection(), schemas);
    SchemaSnapshot expected =
        drifted.map(d -> SchemaRecord.carryOver(d.expected(), d.before(), after)).orElse(after);
    try {
      FactsReader.Reading left = reader.read(false);
      Optional<Version> version = FactsReader.current(left.ledger());
      Sql.execute(
          session.connection(), fence.check() + SchemaRecord.save(expected, schemas, version));
      return reader.facts(
          new FactsReader.Reading(reader.read(false).ledger(), Optional.of(after.fingerprint()))
              .withoutHolder());
    } catch (RefusedException e) {
      throw new SQLException(e.getMessage(), "XX000", e);
    }
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
