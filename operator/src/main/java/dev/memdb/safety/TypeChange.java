package dev.memdb.safety;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether ALTER COLUMN … TYPE leaves rows as they are stored (ATColumnChangeRequiresRewrite in
 * PostgreSQL's tablecmds.c): a cast without a function, a length that only grows, timestamps under
 * UTC.
 */
final class TypeChange {
  /** What becomes of an index on the column. */
  enum Outcome {
    /** The rows stay, and so do the indexes. */
    FREE,
    /** The rows stay; another operator class orders them, so indexes are built again. */
    INDEXES,
    /** The rows are written anew. */
    REWRITE,
    UNKNOWN
  }

  private static final int LARGEST_PRECISION = 6;
  private static final Set<String> WITH_PRECISION =
      Set.of("timestamp", "timestamptz", "time", "timetz", "interval");

  /** Casts of pg_catalog WITHOUT FUNCTION between types that people use, for columns in place. */
  private static final Set<String> BINARY =
      Set.of(
          "text>varchar",
          "varchar>text",
          "text>bpchar",
          "varchar>bpchar",
          "xml>text",
          "xml>varchar",
          "xml>bpchar",
          "cidr>inet",
          "bit>varbit",
          "varbit>bit",
          "int4>oid",
          "oid>int4",
          "oid>regclass",
          "regclass>oid",
          "int4>regclass",
          "regclass>int4",
          "oid>regproc",
          "regproc>oid",
          "oid>regtype",
          "regtype>oid",
          "text>citext",
          "varchar>citext",
          "citext>text",
          "citext>varchar",
          "citext>bpchar",
          "bpchar>citext");

  /** Those of them that one operator class orders. */
  private static final Set<String> SAME_ORDER = Set.of("text>varchar", "varchar>text", "cidr>inet");

  private TypeChange() {}

  /** What the change from one type to another does, both as they are stored. */
  static Outcome of(SqlType from, SqlType to, Schema schema) {
    if (from == null) {
      return Outcome.UNKNOWN;
    }
    SqlType before = base(from, schema);
    if (schema.isConstrained(to) && !isSameDomain(from, to)) {
      return Outcome.REWRITE;
    }
    SqlType after = base(to, schema);
    if (before == null || after == null) {
      return Outcome.UNKNOWN;
    }
    if (before.array() != after.array()) {
      return Outcome.REWRITE;
    }
    if (isSame(before, after)) {
      return keeps(before, after) ? Outcome.FREE : Outcome.REWRITE;
    }
    return before.array() ? Outcome.REWRITE : between(before, after);
  }

  private static Outcome between(SqlType before, SqlType after) {
    String names = before.name() + ">" + after.name();
    if (names.equals("timestamp>timestamptz") || names.equals("timestamptz>timestamp")) {
      return grows(before, after) ? Outcome.INDEXES : Outcome.REWRITE; // memdb's sessions have UTC
    }
    if (!BINARY.contains(names) || !lengthIsFree(before, after)) {
      return Outcome.REWRITE;
    }
    return SAME_ORDER.contains(names) ? Outcome.FREE : Outcome.INDEXES;
  }

  /** Whether a length that the new type has cannot cut anything. */
  private static boolean lengthIsFree(SqlType before, SqlType after) {
    if (after.modifiers().isEmpty()) {
      return true;
    }
    return after.name().equals("varchar")
        && before.name().equals("varchar")
        && grows(before, after);
  }

  private static boolean keeps(SqlType before, SqlType after) {
    if (before.array()) {
      return before.modifiers().equals(after.modifiers());
    }
    if (before.modifiers().equals(after.modifiers())) {
      return true;
    }
    return switch (after.name()) {
      case "varchar", "varbit" ->
          after.modifiers().isEmpty() || (!before.modifiers().isEmpty() && grows(before, after));
      case "numeric" -> numericGrows(before.modifiers(), after.modifiers());
      case "bpchar", "bit" -> after.modifiers().isEmpty();
      case "interval" -> intervalGrows(before, after);
      default -> WITH_PRECISION.contains(after.name()) && grows(before, after);
    };
  }

  /** One modifier alone says which fields it has, such as those of INTERVAL YEAR. */
  private static boolean intervalGrows(SqlType before, SqlType after) {
    boolean fields = before.modifiers().size() == 1 || after.modifiers().size() == 1;
    return after.modifiers().isEmpty() || (!fields && grows(before, after));
  }

  private static boolean numericGrows(List<Integer> before, List<Integer> after) {
    if (after.isEmpty()) {
      return true;
    }
    return !before.isEmpty() && scale(before) == scale(after) && before.get(0) <= after.get(0);
  }

  private static int scale(List<Integer> numeric) {
    return numeric.size() > 1 ? numeric.get(1) : 0;
  }

  /** Whether the one length or precision is at least as large as before. */
  private static boolean grows(SqlType before, SqlType after) {
    boolean precision = WITH_PRECISION.contains(after.name());
    int largest = precision ? LARGEST_PRECISION : Integer.MAX_VALUE;
    int now = length(after.modifiers(), largest);
    return now >= (precision ? LARGEST_PRECISION : Integer.MAX_VALUE)
        || now >= length(before.modifiers(), largest);
  }

  /** The last one: of an interval the first says which fields it has. */
  private static int length(List<Integer> modifiers, int none) {
    return modifiers.isEmpty() ? none : modifiers.get(modifiers.size() - 1);
  }

  private static boolean isSame(SqlType before, SqlType after) {
    boolean schemas =
        before.schema().equals(after.schema()) || (before.isBuiltin() && after.isBuiltin());
    return schemas && before.name().equals(after.name());
  }

  private static boolean isSameDomain(SqlType from, SqlType to) {
    return from.equals(to);
  }

  /** What a domain is made of; null when nobody knows. */
  private static SqlType base(SqlType type, Schema schema) {
    SqlType base = type.stored();
    for (int i = 0; base != null && i < 32; i++) {
      Optional<Type> user = schema.type(base);
      if (user.isEmpty() || user.get().kind != Type.Kind.DOMAIN) {
        return base;
      }
      base = user.get().base;
    }
    return null;
  }
}
