package dev.memdb.safety;

import java.util.List;

/**
 * The database that files are meant for, as far as it is known.
 *
 * @param major PostgreSQL's major version
 * @param schema what a live database has; null when none was asked. With one the files that came
 *     before are not replayed: what they made is there
 * @param transactions which statements share a transaction
 * @param searchPath the schemas that names without one are looked for in, where no file says
 *     otherwise; what is made without one goes into the first
 */
public record Target(int major, Schema schema, Transactions transactions, List<String> searchPath) {
  /** The newest major version that is known. */
  public static final int NEWEST = 18;

  /** Which statements share a transaction. */
  public enum Transactions {
    /** Those of a file, as the operator runs it: COMMIT and its like have no place in it. */
    FILE,
    /** Those between BEGIN and COMMIT; another statement has its own, as in psql. */
    STATEMENT
  }

  public Target {
    searchPath = List.copyOf(searchPath);
  }

  /** Names without a schema are in {@code public}. */
  public Target(int major, Schema schema, Transactions transactions) {
    this(major, schema, transactions, List.of("public"));
  }

  /** A server of which nothing but its version is known, each file in one transaction. */
  public static Target of(int major) {
    return new Target(major, null, Transactions.FILE);
  }

  /** The same with what a live database has. */
  public Target with(Schema live) {
    return new Target(major, live, transactions, searchPath);
  }

  /** The same with another search path. */
  public Target searching(List<String> schemas) {
    return new Target(major, schema, transactions, schemas);
  }
}
