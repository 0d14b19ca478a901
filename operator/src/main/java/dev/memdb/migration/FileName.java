package dev.memdb.migration;

/**
 * The name of a migration's file, taken apart as Flyway does: {@code V1_2__add_index.sql}.
 *
 * @param text the whole name
 * @param base the name without its suffix, which a {@code .verify.sql} beside it repeats
 * @param version what stands between {@code V} and the two underscores
 * @param description the rest, spaces for underscores
 */
record FileName(String text, String base, Version version, String description) {
  static final String SQL = ".sql";
  static final String VERIFY = ".verify.sql";
  static final String BACKFILL = ".backfill.yaml";

  private static final String SEPARATOR = "__";

  /** What fits into the description column of Flyway's history table. */
  private static final int MAX_DESCRIPTION = 200;

  /** What fits into its script column; but ConfigMap keys and file systems end sooner. */
  private static final int MAX_NAME = 1000;

  /** Whether it is a backfill's. */
  boolean isBackfill() {
    return text.endsWith(BACKFILL);
  }

  /** Whether a name is that of a verification. */
  static boolean isVerification(String name) {
    return name.endsWith(VERIFY);
  }

  /**
   * Takes the name of a migration or of its verification apart.
   *
   * @throws IllegalArgumentException with a message for people, when it is neither
   */
  static FileName of(String name) {
    if (name.length() > MAX_NAME) {
      throw new IllegalArgumentException("its name is longer than " + MAX_NAME + " characters");
    }
    if (name.chars().anyMatch(c -> Character.isISOControl(c) || c == '/' || c == '\\')) {
      throw new IllegalArgumentException(
          "its name has a slash or a control character; give it a plain name");
    }
    String base = base(name);
    if (!name.startsWith("V")) {
      throw new IllegalArgumentException(NameAdvice.forPrefix(name));
    }
    int separator = base.indexOf(SEPARATOR);
    if (separator < 0) {
      throw new IllegalArgumentException(NameAdvice.forSeparator(name));
    }
    Version version = Version.of(base.substring(1, separator));
    String description = base.substring(separator + SEPARATOR.length()).replace('_', ' ').strip();
    if (description.isEmpty()) {
      throw new IllegalArgumentException(
          "it has no description: say after the two underscores what it does");
    }
    if (description.length() > MAX_DESCRIPTION) {
      throw new IllegalArgumentException(
          "its description is longer than "
              + MAX_DESCRIPTION
              + " characters, and the history keeps no more");
    }
    return new FileName(name, base, version, description);
  }

  private static String base(String name) {
    if (isVerification(name)) {
      return name.substring(0, name.length() - VERIFY.length());
    }
    if (name.endsWith(BACKFILL)) {
      return name.substring(0, name.length() - BACKFILL.length());
    }
    if (name.endsWith(SQL)) {
      return name.substring(0, name.length() - SQL.length());
    }
    throw new IllegalArgumentException(NameAdvice.forSuffix(name));
  }
}
