package dev.memdb.schema;

import dev.memdb.schema.Difference.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is the same but for its name. */
final class Renames {
  private static final Set<String> KINDS = Set.of("constraint", "index", "trigger", "policy");
  private static final Set<String> NAMED_BY_THE_SERVER = Set.of("constraint", "index");

  /** How PostgreSQL ends the names that it makes up; the number is there when one was taken. */
  private static final Pattern GENERATED =
      Pattern.compile("_(check|key|excl|fkey|pkey|idx)\\d*\"?$");

  /** What two objects have in common that differ in their names only. */
  private record Nameless(String kind, String holder, String definition) {
    static Nameless of(CatalogObject o) {
      String name = Belonging.lastName(o.identity());
      String holder = o.identity().substring(0, o.identity().length() - name.length());
      return new Nameless(o.kind(), holder, o.definition());
    }
  }

  private Renames() {}

  /**
   * Takes the pairs out of both, and returns what to say of them.
   *
   * @param expected what is not there as expected, by kind and identity
   * @param actual what is there and not as expected
   */
  static List<Difference> take(
      Map<String, CatalogObject> expected, Map<String, CatalogObject> actual) {
    Map<Nameless, Deque<Map.Entry<String, CatalogObject>>> found = new HashMap<>();
    for (Map.Entry<String, CatalogObject> entry : actual.entrySet()) {
      if (KINDS.contains(entry.getValue().kind())) {
        found
            .computeIfAbsent(Nameless.of(entry.getValue()), k -> new ArrayDeque<>())
            .add(Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    List<Difference> renames = new ArrayList<>();
    for (Map.Entry<String, CatalogObject> was : List.copyOf(expected.entrySet())) {
      Deque<Map.Entry<String, CatalogObject>> same = found.get(Nameless.of(was.getValue()));
      if (same != null && !same.isEmpty()) {
        Map.Entry<String, CatalogObject> is = same.remove();
        expected.remove(was.getKey());
        actual.remove(is.getKey());
        renames.add(rename(was.getValue(), is.getValue()));
      }
    }
    return renames;
  }

  private static Difference rename(CatalogObject was, CatalogObject is) {
    boolean generated = generated(was) && generated(is);
    return new Difference(
        generated ? Kind.NAME_ONLY : Kind.RENAMED,
        was.kind(),
        was.identity(),
        " to "
            + Belonging.lastName(is.identity())
            + (generated ? "; PostgreSQL made up both names" : ""));
  }

  private static boolean generated(CatalogObject o) {
    return NAMED_BY_THE_SERVER.contains(o.kind()) && GENERATED.matcher(o.identity()).find();
  }
}
