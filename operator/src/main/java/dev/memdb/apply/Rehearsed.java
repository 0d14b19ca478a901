package dev.memdb.apply;

import dev.memdb.migration.Takeover;
import dev.memdb.schema.CatalogObject;
import dev.memdb.schema.Difference;
import dev.memdb.schema.SchemaDiff;
import dev.memdb.schema.SchemaSnapshot;
import dev.memdb.sql.Adoption.Way;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What pending statements would have made of nothing, where something was made by hand.
 *
 * @param made by key; an empty value: nothing of that name; no value: that cannot be told
 * @param missing what they would have made beside it, and is not there
 * @param objections why what is there cannot be taken for their work, for people
 */
record Rehearsed(
    Map<String, Optional<CatalogObject>> made,
    List<CatalogObject> missing,
    List<String> objections) {
  /** Nothing was rehearsed. */
  static final Rehearsed NOTHING = new Rehearsed(Map.of(), List.of(), List.of());

  private static final Set<String> OVERLOADED = Set.of("function", "procedure", "aggregate");

  /**
   * Rehearses.
   *
   * @param changed the keys of what was changed by hand
   * @param had what is there, by key
   */
  static Rehearsed of(
      Set<String> changed, Map<String, CatalogObject> had, Takeover pending, Rehearsal rehearsal)
      throws SQLException {
    Rehearsed all = new Rehearsed(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
    for (String key : changed) {
      CatalogObject object = had.get(key);
      if (object != null) { // what is missing they make
        all.add(key, object, had, pending.of(object.kind(), object.identity()), rehearsal);
      }
    }
    return all;
  }

  private void add(
      String key,
      CatalogObject object,
      Map<String, CatalogObject> had,
      List<Takeover.Entry> entries,
      Rehearsal rehearsal)
      throws SQLException {
    boolean removed = entries.stream().anyMatch(e -> e.adoption().way() == Way.REMOVED);
    if (entries.isEmpty() || (removed && !isOverloaded(object))) {
      return;
    }
    List<Takeover.Entry> whole =
        entries.stream().filter(e -> e.adoption().way() != Way.ALTERED).toList();
    if (whole.isEmpty()) {
      objections.add(
          "%s %s was changed by hand, and what %s sets is only a part of what it is"
              .formatted(object.kind(), object.identity(), entries.get(0).where()));
      return;
    }
    for (Takeover.Entry entry : whole) {
      Optional<List<CatalogObject>> found = rehearsal.of(entry.statement(), object);
      if (found.isPresent()) {
        compare(key, object, had, entry, found.get());
        return;
      }
    }
    objections.add(
        "whether %s makes %s %s as it is cannot be told"
            .formatted(entries.get(0).where(), object.kind(), object.identity()));
  }

  private void compare(
      String key,
      CatalogObject object,
      Map<String, CatalogObject> had,
      Takeover.Entry entry,
      List<CatalogObject> found) {
    Map<String, CatalogObject> byKey = new HashMap<>();
    found.forEach(o -> byKey.put(SchemaRecord.key(o), o));
    if (entry.adoption().way() == Way.REMOVED && byKey.containsKey(key)) {
      objections.add(entry.where() + " speaks of another one: " + difference(null, object));
      return;
    }
    if (entry.adoption().way() == Way.REMOVED) {
      made.put(key, Optional.of(object)); // whatever is there afterwards was made after it
      return;
    }
    made.put(key, Optional.ofNullable(byKey.get(key)));
    boolean overwritten = entry.adoption().way() == Way.REPLACED && byKey.containsKey(key);
    if (!overwritten && !object.equals(byKey.get(key))) {
      objections.add(entry.where() + " makes it otherwise: " + difference(byKey.get(key), object));
    }
    if (entry.adoption().whole()) {
      byKey.forEach((k, o) -> lacking(entry, o, had.containsKey(k)));
    }
  }

  private void lacking(Takeover.Entry entry, CatalogObject object, boolean there) {
    if (!there && !missing.contains(object)) {
      missing.add(object);
      objections.add(
          entry.where()
              + " makes it otherwise: missing "
              + object.kind()
              + " "
              + object.identity());
    }
  }

  private static String difference(CatalogObject wanted, CatalogObject object) {
    SchemaSnapshot was = new SchemaSnapshot(0, wanted == null ? List.of() : List.of(wanted));
    List<Difference> found = SchemaDiff.between(was, new SchemaSnapshot(0, List.of(object)));
    return found.isEmpty() ? object.kind() + " " + object.identity() : found.get(0).describe();
  }

  /** Whether it can be told what there would be. */
  boolean knows(String key) {
    return made.containsKey(key);
  }

  /** What there would be; null: nothing, or that cannot be told. */
  CatalogObject get(String key) {
    return made.getOrDefault(key, Optional.empty()).orElse(null);
  }

  /** Whether its name alone does not say which one it is. */
  static boolean isOverloaded(CatalogObject object) {
    return OVERLOADED.contains(object.kind());
  }
}
