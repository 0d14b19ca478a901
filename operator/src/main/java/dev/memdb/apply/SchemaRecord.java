package dev.memdb.apply;

import dev.memdb.migration.Version;
import dev.memdb.postgres.SqlText;
import dev.memdb.schema.Catalog;
import dev.memdb.schema.CatalogObject;
import dev.memdb.schema.Difference;
import dev.memdb.schema.SchemaDiff;
import dev.memdb.schema.SchemaSnapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The schema as a run leaves it: kept in the database, and what later differs from it is drift. */
final class SchemaRecord {
  private static final String SAVE = SqlText.resource(SchemaRecord.class, "save-expected.sql");

  private SchemaRecord() {}

  /** What differs from the recorded schema; empty when nothing is recorded. */
  static List<Difference> drift(Connection connection, List<String> schemas) throws SQLException {
    Optional<SchemaSnapshot> expected = load(connection);
    return expected.isEmpty()
        ? List.of()
        : SchemaDiff.between(
            expected.get(), Catalog.stableSnapshot(connection, schemas, expected.get()));
  }

  /** The recorded schema; empty: none. */
  static Optional<SchemaSnapshot> load(Connection connection) throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("SELECT snapshot FROM memdb.expected")) {
      return r.next() ? Optional.of(SchemaSnapshot.decode(r.getString(1))) : Optional.empty();
    }
  }

  /** The statement that records a schema. */
  static String save(SchemaSnapshot snapshot, List<String> schemas, Optional<Version> version) {
    return SAVE.replace(":version", version.map(v -> SqlText.literal(v.text())).orElse("NULL"))
        .replace(":fingerprint", SqlText.literal(snapshot.fingerprint()))
        .replace(
            ":schemas",
            schemas.stream().map(SqlText::literal).collect(Collectors.joining(", ", "ARRAY[", "]")))
        .replace(":snapshot", SqlText.literal(snapshot.encode()));
  }

  /**
   * What to expect after a run on a schema that had drifted already: what the run did not touch
   * stays drift, so that a hand-made change is never taken for a migration's work.
   *
   * @param expected what was expected before the run
   * @param before the schema right before it
   * @param after the schema right after it
   */
  static SchemaSnapshot carryOver(
      SchemaSnapshot expected, SchemaSnapshot before, SchemaSnapshot after) {
    Map<String, CatalogObject> wanted = byIdentity(expected);
    Map<String, CatalogObject> had = byIdentity(before);
    Map<String, CatalogObject> result = new HashMap<>(byIdentity(after));
    for (String identity : union(wanted, had)) {
      boolean drifted = !same(wanted.get(identity), had.get(identity));
      boolean untouched = same(had.get(identity), result.get(identity));
      if (drifted && untouched) {
        if (wanted.containsKey(identity)) {
          result.put(identity, wanted.get(identity));
        } else {
          result.remove(identity);
        }
      }
    }
    return new SchemaSnapshot(after.serverMajor(), new ArrayList<>(result.values()));
  }

  private static boolean same(CatalogObject a, CatalogObject b) {
    return a == null ? b == null : a.equals(b);
  }

  private static List<String> union(Map<String, CatalogObject> a, Map<String, CatalogObject> b) {
    Map<String, CatalogObject> all = new HashMap<>(a);
    all.putAll(b);
    return List.copyOf(all.keySet());
  }

  private static Map<String, CatalogObject> byIdentity(SchemaSnapshot snapshot) {
    return snapshot.objects().stream()
        .collect(Collectors.toMap(o -> o.kind() + " " + o.identity(), o -> o, (a, b) -> a));
  }
}
