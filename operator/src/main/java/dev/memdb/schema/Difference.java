package dev.memdb.schema;

import java.util.Locale;

/**
 * One difference between two schemas, as an object that somebody can look for.
 *
 * @param kind in what way
 * @param objectKind as {@link CatalogObject#kind()}
 * @param identity as {@link CatalogObject#identity()}
 * @param detail the rest of the sentence, as {@code on memories} or {@code : type a → b}; may be
 *     empty
 */
public record Difference(Kind kind, String objectKind, String identity, String detail) {

  /** From what is expected to what is there. */
  public enum Kind {
    /** Expected, and not there. */
    MISSING,
    /** There, and not expected. */
    EXTRA,
    /** There, but not as expected. */
    CHANGED,
    /** The same under a name that somebody chose. */
    RENAMED,
    /** The same under a name that PostgreSQL made up, which depends on what was made before. */
    NAME_ONLY
  }

  /** One line for a person, for example {@code extra index memory.hotfix on memories}. */
  public String describe() {
    String verb = kind == Kind.NAME_ONLY ? "renamed" : kind.name().toLowerCase(Locale.ROOT);
    return verb + " " + objectKind + " " + identity + detail;
  }

  /** False: the difference means nothing, and two schemas with no other are equal. */
  public boolean blocksParity() {
    return kind != Kind.NAME_ONLY;
  }
}
