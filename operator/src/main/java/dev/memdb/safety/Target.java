package dev.memdb.safety;

/**
 * The database that files are meant for, as far as it is known.
 *
 * @param major PostgreSQL's major version
 * @param schema what a live database has; null when none was asked. With one the files that came
 *     before are not replayed: what they made is there
 * @param transactions which statements share a transaction
 */
public record Target(int major, Schema schema, Transactions transactions) {
  /** The newest major version that is known. */
  public static final int NEWEST = 18;

  /** Which statements share a transaction. */
  public enum Transactions {
    /** Those of a file, as the operator runs it: COMMIT and its like have no place in it. */
    FILE,
    /** Those between BEGIN and COMMIT; another statement has its own, as in psql. */
    STATEMENT
  }

  /** A server of which nothing but its version is known, each file in one transaction. */
  public static Target of(int major) {
    return new Target(major, null, Transactions.FILE);
  }

  /** The same with what a live database has. */
  public Target with(Schema live) {
    return new Target(major, live, transactions);
  }
}
