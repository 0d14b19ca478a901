package dev.memdb.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * An object that a statement is content to find as it is to be, as {@code IF NOT EXISTS} says it.
 *
 * @param way what becomes of the object that it finds
 * @param kind as the description of the catalogs calls it: {@code column}
 * @param path its name within its schema or table, unquoted; without the schema when the statement
 *     names none
 * @param whole true: with all that belongs to it, as a table's columns
 */
public record Adoption(Way way, String kind, List<String> path, boolean whole) {
  /** What a statement does with what it finds. */
  public enum Way {
    /** It is left as it is, whatever it is. */
    KEPT,
    /** It gets the statement's definition. */
    REPLACED,
    /** It is removed. */
    REMOVED,
    /**
     * It gets one property that it may have already: what else it is, the statement does not say.
     */
    ALTERED
  }

  public Adoption {
    path = List.copyOf(path);
  }

  /**
   * Whether it speaks of an object.
   *
   * @param objectKind for example {@code column}
   * @param identity for example {@code memory.memories.note}, quoted where PostgreSQL quotes
   */
  public boolean concerns(String objectKind, String identity) {
    List<String> parts = parts(identity);
    return concerns(objectKind, parts)
        || (parts.size() > 1 && concerns(objectKind, parts.subList(1, parts.size())));
  }

  private boolean concerns(String objectKind, List<String> parts) {
    if (parts.size() < path.size() || !parts.subList(0, path.size()).equals(path)) {
      return false;
    }
    return parts.size() == path.size() ? kind.equals(objectKind) : whole;
  }

  /** The names in an identity, unquoted; without the arguments of a function. */
  static List<String> parts(String identity) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < identity.length(); i++) {
      char c = identity.charAt(i);
      if (c == '"') {
        boolean escaped = quoted && identity.startsWith("\"\"", i);
        quoted ^= !escaped;
        if (escaped) {
          part.append(c);
          i++;
        }
      } else if (!quoted && c == '(') {
        break;
      } else if (!quoted && c == '.') {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return List.copyOf(parts);
  }
}
