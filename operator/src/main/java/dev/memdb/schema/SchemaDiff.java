package dev.memdb.schema;

import dev.memdb.schema.Difference.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares two schemas. Pure.
 *
 * <p>What PostgreSQL itself puts into other words from one major version to the next (the text of
 * views, rights on {@code public}) is compared only between servers of one major version.
 */
public final class SchemaDiff {
  private static final Set<String> WORDING = Set.of("text");
  private static final Set<String> DEFAULTS_OF_PUBLIC = Set.of("public", "comment");

  private SchemaDiff() {}

  /**
   * What differs, from the first to the second, in the order of kind and identity. Parts of a table
   * that is missing or extra are not told apart from it.
   */
  public static List<Difference> between(SchemaSnapshot expected, SchemaSnapshot actual) {
    boolean oneMajor = expected.serverMajor() == actual.serverMajor();
    Map<String, CatalogObject> wanted = byKey(expected, oneMajor);
    Map<String, CatalogObject> found = byKey(actual, oneMajor);
    wanted
        .entrySet()
        .removeIf(
            e -> e.getValue().equals(found.get(e.getKey())) && found.remove(e.getKey()) != null);

    List<Difference> differences = new ArrayList<>(Renames.take(wanted, found));
    for (String key : List.copyOf(wanted.keySet())) {
      if (found.containsKey(key)) {
        differences.add(changed(wanted.remove(key), found.remove(key)));
      }
    }
    differences.addAll(whole(Kind.MISSING, wanted.values()));
    differences.addAll(whole(Kind.EXTRA, found.values()));
    return List.copyOf(differences);
  }

  private static Map<String, CatalogObject> byKey(SchemaSnapshot snapshot, boolean exact) {
    Map<String, CatalogObject> objects = new LinkedHashMap<>();
    for (CatalogObject o : snapshot.objects()) {
      objects.put(o.kind() + ": " + o.identity(), exact ? o : withoutWording(o));
    }
    return objects;
  }

  private static CatalogObject withoutWording(CatalogObject o) {
    boolean publicSchema = o.kind().equals("schema") && o.identity().equals("public");
    return new CatalogObject(
        o.kind(),
        o.identity(),
        Attributes.without(o.definition(), publicSchema ? DEFAULTS_OF_PUBLIC : WORDING));
  }

  private static Difference changed(CatalogObject expected, CatalogObject actual) {
    return new Difference(
        Kind.CHANGED,
        actual.kind(),
        actual.identity(),
        ": " + Attributes.changes(expected, actual));
  }

  private static List<Difference> whole(Kind kind, Collection<CatalogObject> objects) {
    Belonging belonging = new Belonging(objects);
    return objects.stream()
        .filter(o -> !belonging.partOfAnother(o))
        .map(o -> new Difference(kind, o.kind(), o.identity(), Belonging.table(o)))
        .toList();
  }
}
