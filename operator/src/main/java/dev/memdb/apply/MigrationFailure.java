package dev.memdb.apply;

import dev.memdb.migration.Migration;

/**
 * A file that failed: where, and what PostgreSQL said.
 *
 * <p>Unchecked, because it travels through Flyway.
 */
final class MigrationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of failure it is. */
  enum Kind {
    /** PostgreSQL refused a statement; the cause says why. */
    STATEMENT,
    /** A row of the verification was not true. */
    VERIFICATION,
    /** The resource is gone, or the operator stops. */
    CANCELLED
  }

  private final Kind kind;
  private final transient Migration migration;
  private final String where;

  /**
   * @param where {@code V7__importance.sql:14}
   * @param message what happened there
   * @param cause PostgreSQL's error; null where there is none
   */
  MigrationFailure(Kind kind, Migration migration, String where, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.migration = migration;
    this.where = where;
  }

  Kind kind() {
    return kind;
  }

  Migration migration() {
    return migration;
  }

  String where() {
    return where;
  }
}
