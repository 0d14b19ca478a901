package dev.memdb.safety;

/**
 * One thing that the linter finds, with all that is to say about it.
 *
 * @param id what findings and {@code memdb:allow} call it
 * @param severity of its findings; a single one may be less
 * @param lock the lock that it is about, for people; {@code none} when it is about something else
 * @param why what happens, and to whom
 * @param setup what is there before the examples run, as SQL; may be empty
 * @param unsafe SQL that it finds
 * @param safe SQL that does the same and is not found; a line {@code -- the next file} stands where
 *     a migration of its own begins
 * @param instead what to do, in a sentence or two
 */
public record Rule(
    String id,
    Severity severity,
    String lock,
    String why,
    String setup,
    String unsafe,
    String safe,
    String instead) {

  private static final String NO_LOCK = "none";

  /** The line that parts the files of an example. */
  public static final String NEXT_FILE = "-- the next file";

  /**
   * Whether what it finds may harm an application that is running. A warning about no lock does
   * not: it is advice on the design of a schema.
   */
  public boolean endangers() {
    return severity == Severity.ERROR || (severity == Severity.WARNING && !lock.equals(NO_LOCK));
  }
}
