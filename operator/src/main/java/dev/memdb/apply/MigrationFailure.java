package dev.memdb.apply;

import dev.memdb.migration.Migration;

/**
 * A file that failed: where, and what PostgreSQL said.
 *
 * <p>Unchecked, because it travels through Flyway.
 */
final class MigrationFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What follows from a transaction that failed. */
  static final String ROLLED_BACK = "It was rolled back.";

  /** What kind of failure it is. */
  enum Kind {
    /** A statement, the history row or the commit failed; the cause says why. */
    STATEMENT,
    /** A row of the verification was not true; or, with a cause, it could not be read. */
    VERIFICATION,
    /** A backfill has left rows open. */
    BACKFILL,
    /** Somebody else works on the very same object; the cause says who. */
    BUSY,
    /** The resource is gone, or the operator stops. */
    CANCELLED
  }

  private final Kind kind;
  private final transient Migration migration;
  private final String where;
  private final String aftermath;

  /**
   * @param where {@code V7__importance.sql:14}
   * @param message what happened there
   * @param aftermath how the database stands now, in a sentence; may be empty
   * @param cause PostgreSQL's error; null where there is none
   */
  MigrationFailure(
      Kind kind,
      Migration migration,
      String where,
      String message,
      String aftermath,
      Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.migration = migration;
    this.where = where;
    this.aftermath = aftermath;
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

  String aftermath() {
    return aftermath;
  }
}
