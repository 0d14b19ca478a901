package dev.memdb.migration;

import java.util.Locale;

/** What to do about a file name that is not {@code V<version>__<description>.sql}. */
final class NameAdvice {
  private static final String EXPECTED = "V<version>__<description>.sql";

  private NameAdvice() {}

  static String forSuffix(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(FileName.SQL)) {
      return "write its suffix in lower case: .sql";
    }
    if (lower.endsWith(FileName.BACKFILL) || lower.endsWith(".backfill.yml")) {
      return "write its suffix " + FileName.BACKFILL;
    }
    if (lower.endsWith(".sql.conf")) {
      return "Flyway's .conf files are not read, for the statements themselves tell whether they can"
          + " run in a transaction; take the file out of the set";
    }
    return "nobody knows what to do with this kind of file; a set has only "
        + EXPECTED
        + ", V<version>__<description>"
        + FileName.BACKFILL
        + " and, beside them, …"
        + FileName.VERIFY;
  }

  static String forPrefix(String name) {
    char first = name.charAt(0);
    boolean versioned = name.length() > 1 && Character.isDigit(name.charAt(1));
    if (first == 'v' && versioned) {
      return "write a capital V: V" + name.substring(1);
    }
    if (name.startsWith("R__")) {
      return "repeatable migrations are not supported; give it a version: V<next>"
          + name.substring(1);
    }
    if (first == 'U' && versioned) {
      return "undo migrations are not supported; a schema rolls forward with a new version";
    }
    if (first == 'B' && versioned) {
      return "baseline migrations are not supported; start with V" + name.substring(1);
    }
    return "a migration is named " + EXPECTED;
  }

  static String forSeparator(String name) {
    int underscore = name.indexOf('_');
    String fixed =
        underscore < 0
            ? EXPECTED
            : name.substring(0, underscore) + "_" + name.substring(underscore);
    return "two underscores stand between version and description: " + fixed;
  }
}
