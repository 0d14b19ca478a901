package dev.memdb.apply;

import dev.memdb.apply.healing.Touched;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The schema as a run leaves it: kept in the database, and what later differs from it is drift. */
final class SchemaRecord {
  private static final String SAVE = SqlText.resource(SchemaRecord.class, "save-expected.sql");

  private SchemaRecord() {}

  /**
   * What differs from the recorded schema; empty when nothing is recorded.
   *
   * @param touched what an interrupted migration has left: that is no drift
   */
  static List<Difference> drift(Connection connection, List<String> schemas, Touched touched)
      throws SQLException {
    Optional<SchemaSnapshot> expected = load(connection);
    return expected.isEmpty()
        ? List.of()
        : SchemaDiff.between(
                expected.get(), Catalog.stableSnapshot(connection, schemas, expected.get()))
            .stream()
            .filter(d -> !touched.concerns(d.objectKind(), d.identity()))
            .toList();
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
   * A schema without the remains of a migration that has failed: they are not to be there.
   *
   * @param expected what was expected before the run
   * @param remains what the failed migration may have left
   */
  static SchemaSnapshot without(
      Touched remains, SchemaSnapshot schema, Optional<SchemaSnapshot> expected) {
    Map<String, CatalogObject> wanted = expected.map(SchemaRecord::byKey).orElse(Map.of());
    Map<String, CatalogObject> result = byKey(schema);
    for (String key : union(wanted, result)) {
      CatalogObject object = result.getOrDefault(key, wanted.get(key));
      if (remains.objects().contains(object.identity())) {
        put(result, key, wanted.get(key));
      }
    }
    return new SchemaSnapshot(schema.serverMajor(), new ArrayList<>(result.values()));
  }

  static void put(Map<String, CatalogObject> objects, String key, CatalogObject object) {
    if (object == null) {
      objects.remove(key);
    } else {
      objects.put(key, object);
    }
  }

  static boolean same(CatalogObject a, CatalogObject b) {
    return a == null ? b == null : a.equals(b);
  }

  static Set<String> union(Map<String, ?> a, Map<String, ?> b) {
    Set<String> all = new HashSet<>(a.keySet());
    all.addAll(b.keySet());
    return all;
  }

  static Map<String, CatalogObject> byKey(SchemaSnapshot snapshot) {
    Map<String, CatalogObject> objects = new HashMap<>();
    snapshot.objects().forEach(o -> objects.put(key(o), o));
    return objects;
  }

  static String key(CatalogObject o) {
    return o.kind() + " " + o.identity();
  }
}
