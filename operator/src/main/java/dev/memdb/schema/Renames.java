package dev.memdb.schema;

import dev.memdb.schema.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what is the same but for its name. */
final class Renames {
  private static final Set<String> KINDS = Set.of("constraint", "index", "trigger", "policy");

  /** How PostgreSQL ends the names that it makes up. */
  private static final Pattern GENERATED =
      Pattern.compile("_(check|key|excl|fkey|pkey|idx|seq|not_null)\\d*\"?$");

  private Renames() {}

  /** Takes the pairs out of both and returns what to say of them. */
  static List<Difference> take(
      Map<String, CatalogObject> expected, Map<String, CatalogObject> actual) {
    List<Difference> renames = new ArrayList<>();
    for (CatalogObject was : List.copyOf(expected.values())) {
      for (CatalogObject is : List.copyOf(actual.values())) {
        if (sameButForItsName(was, is)) {
          expected.values().remove(was);
          actual.values().remove(is);
          renames.add(rename(was, is));
          break;
        }
      }
    }
    return renames;
  }

  private static boolean sameButForItsName(CatalogObject was, CatalogObject is) {
    return KINDS.contains(was.kind())
        && was.kind().equals(is.kind())
        && was.definition().equals(is.definition())
        && holder(was).equals(holder(is));
  }

  private static Difference rename(CatalogObject was, CatalogObject is) {
    boolean generated = generated(was) && generated(is);
    return new Difference(
        generated ? Kind.NAME_ONLY : Kind.RENAMED,
        is.kind(),
        was.identity(),
        " to " + Belonging.lastName(is.identity()) + (generated ? " (a name made up)" : ""));
  }

  private static boolean generated(CatalogObject o) {
    return Set.of("constraint", "index").contains(o.kind())
        && GENERATED.matcher(o.identity()).find();
  }

  private static String holder(CatalogObject o) {
    String name = Belonging.lastName(o.identity());
    return o.identity().substring(0, o.identity().length() - name.length());
  }
}
