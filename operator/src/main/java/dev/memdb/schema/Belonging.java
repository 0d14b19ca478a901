package dev.memdb.schema;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Which of some objects are only parts of others among them. */
final class Belonging {
  private static final Set<String> PARTS =
      Set.of("column", "constraint", "trigger", "rule", "policy");

  private final Set<String> wholes = new HashSet<>();
  private final Set<String> constraints = new HashSet<>();

  Belonging(Collection<CatalogObject> objects) {
    for (CatalogObject o : objects) {
      if (o.kind().equals("constraint")) {
        constraints.add(o.identity());
      } else if (!PARTS.contains(o.kind())) {
        wholes.add(o.identity());
      }
    }
  }

  /** True for the columns of a table that is among the objects, and for all that a schema holds. */
  boolean partOfAnother(CatalogObject o) {
    if (o.kind().equals("index")) {
      String table = Attributes.of(o).get("on");
      return inAnother(table + ".") || constraints.contains(table + "." + lastName(o.identity()));
    }
    if (o.kind().equals("sequence")) {
      Attributes attributes = Attributes.of(o);
      return inAnother(o.identity())
          || inAnother(attributes.get("owned by"))
          || !attributes.get("identity of").isEmpty();
    }
    return inAnother(o.identity());
  }

  /** True when something before a dot or the mark of partitions is a whole among the objects. */
  private boolean inAnother(String identity) {
    for (int i = 1; i < identity.length(); i++) {
      boolean end = identity.charAt(i) == '.' || identity.startsWith("[*]", i);
      if (end && wholes.contains(identity.substring(0, i))) {
        return true;
      }
    }
    return false;
  }

  /** {@code " on memories"} for an index, else nothing. */
  static String table(CatalogObject o) {
    return o.kind().equals("index") ? " on " + lastName(Attributes.of(o).get("on")) : "";
  }

  /** A name without what it is in. */
  static String lastName(String identity) {
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < identity.length(); i++) {
      char c = identity.charAt(i);
      quoted ^= c == '"';
      if (c == '.' && !quoted) {
        start = i + 1;
      }
    }
    return identity.substring(start);
  }
}
