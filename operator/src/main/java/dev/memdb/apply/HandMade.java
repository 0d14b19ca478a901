package dev.memdb.apply;

import dev.memdb.apply.healing.Touched;
import dev.memdb.migration.Takeover;
import dev.memdb.migration.Version;
import dev.memdb.schema.CatalogObject;
import dev.memdb.schema.SchemaDiff;
import dev.memdb.schema.SchemaSnapshot;
import dev.memdb.sql.Adoption.Way;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What had been changed by hand when a run began, and what is expected of it afterwards. It is no
 * drift any more when it equals what the same migrations have made in an environment that goes
 * first; or, where none does, what a statement that is content with it would have made of nothing.
 * That a run went over it proves nothing.
 */
final class HandMade {
  private static final Set<String> WITH_PARTS = Set.of("table", "view", "materialized view");

  private final Map<String, CatalogObject> wanted;
  private final Map<String, CatalogObject> had;
  private final Set<String> changed;
  private final List<Canon.Made> canon;
  private final boolean follows;
  private Rehearsed rehearsed = Rehearsed.NOTHING;

  /**
   * @param expected what was expected before the run
   * @param before the schema right before it
   * @param touched what an interrupted migration had left: that is not by hand
   * @param canon what was made in environments that go first
   * @param target the version that the run is to reach
   */
  HandMade(
      SchemaSnapshot expected,
      SchemaSnapshot before,
      Touched touched,
      List<Canon.Made> canon,
      Version target) {
    this.wanted = SchemaRecord.byKey(expected);
    this.had = SchemaRecord.byKey(before);
    this.canon = canon;
    this.follows = Canon.at(canon, Optional.of(target)).isPresent();
    this.changed =
        SchemaRecord.union(wanted, had).stream()
            .filter(k -> !SchemaRecord.same(wanted.get(k), had.get(k)))
            .filter(k -> !touched.concerns(object(k).kind(), object(k).identity()))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private CatalogObject object(String key) {
    return had.getOrDefault(key, wanted.get(key));
  }

  /**
   * Finds out what the pending migrations would have made, unless another environment tells that
   * when they are applied.
   *
   * @return why they cannot take over what is there; empty: nothing speaks against it
   */
  List<String> rehearse(Takeover pending, Rehearsal rehearsal) throws SQLException {
    if (!follows) {
      rehearsed = Rehearsed.of(changed, had, pending, rehearsal);
    }
    return rehearsed.objections();
  }

  /**
   * What is expected after a run.
   *
   * @param after the schema right after it
   * @param applied what the migrations that it applied are content to find
   * @param version the version that was reached
   */
  SchemaSnapshot expectedAfter(SchemaSnapshot after, Takeover applied, Optional<Version> version) {
    Optional<Canon.Made> made = Canon.at(canon, version);
    Map<String, CatalogObject> result =
        made.isPresent() ? asMade(made.get().schema(), after) : asRehearsed(after, applied);
    return new SchemaSnapshot(after.serverMajor(), new ArrayList<>(result.values()));
  }

  /** Of what was changed by hand, that is expected which the other environment has. */
  private Map<String, CatalogObject> asMade(SchemaSnapshot there, SchemaSnapshot after) {
    boolean oneMajor = there.serverMajor() == after.serverMajor();
    Map<String, CatalogObject> made = SchemaRecord.byKey(there);
    Map<String, CatalogObject> result = SchemaRecord.byKey(after);
    for (String key : withParts(List.copyOf(made.values()), List.copyOf(result.values()))) {
      CatalogObject is = result.get(key);
      if (!equal(made.get(key), there.serverMajor(), is, after.serverMajor())) {
        SchemaRecord.put(result, key, oneMajor ? made.get(key) : asBefore(key, is));
      }
    }
    return result;
  }

  /** Without what PostgreSQL puts into other words from one major version to the next. */
  private static boolean equal(CatalogObject a, int majorOfA, CatalogObject b, int majorOfB) {
    if (a == null || b == null) {
      return a == null && b == null;
    }
    return SchemaDiff.between(
            new SchemaSnapshot(majorOfA, List.of(a)), new SchemaSnapshot(majorOfB, List.of(b)))
        .isEmpty();
  }

  /** What was changed, and what a table made by hand has got since, or should have. */
  private Set<String> withParts(List<CatalogObject> there, List<CatalogObject> here) {
    List<String> made =
        changed.stream()
            .filter(k -> wanted.get(k) == null && WITH_PARTS.contains(had.get(k).kind()))
            .map(k -> had.get(k).identity() + ".")
            .toList();
    Set<String> all = new HashSet<>(changed);
    Stream.concat(there.stream(), here.stream())
        .filter(o -> made.stream().anyMatch(o.identity()::startsWith))
        .map(SchemaRecord::key)
        .forEach(all::add);
    return all;
  }

  private Map<String, CatalogObject> asRehearsed(SchemaSnapshot after, Takeover applied) {
    Map<String, CatalogObject> result = SchemaRecord.byKey(after);
    for (String key : changed) {
      CatalogObject object = object(key);
      CatalogObject is = result.get(key);
      Set<Way> ways =
          applied.of(object.kind(), object.identity()).stream()
              .map(e -> e.adoption().way())
              .collect(Collectors.toSet());
      if (ways.isEmpty()) {
        SchemaRecord.put(result, key, asBefore(key, is));
      } else if (!isTakenOver(key, is, ways)) {
        SchemaRecord.put(
            result, key, rehearsed.knows(key) ? rehearsed.get(key) : asBefore(key, is));
      }
    }
    rehearsed.missing().stream()
        .filter(o -> applied.covers(o.kind(), o.identity()))
        .forEach(o -> result.putIfAbsent(SchemaRecord.key(o), o));
    return result;
  }

  private boolean isTakenOver(String key, CatalogObject is, Set<Way> ways) {
    boolean untouched = SchemaRecord.same(had.get(key), is);
    return follows // halfway to the version at which it is compared
        || had.get(key) == null // so it was made
        || (ways.contains(Way.REMOVED) && !(untouched && Rehearsed.isOverloaded(object(key))))
        || (ways.contains(Way.REPLACED) && !untouched)
        || had.get(key).equals(rehearsed.get(key));
  }

  /** What no run has touched stays drift. */
  private CatalogObject asBefore(String key, CatalogObject is) {
    return SchemaRecord.same(had.get(key), is) ? wanted.get(key) : is;
  }

  /** The changes that are none any more, for people. */
  List<String> settled(SchemaSnapshot expected) {
    Map<String, CatalogObject> now = SchemaRecord.byKey(expected);
    return changed.stream()
        .filter(k -> SchemaRecord.same(had.get(k), now.get(k)))
        .map(k -> object(k).kind() + " " + object(k).identity())
        .toList();
  }
}
