package dev.memdb.ledger;

/**
 * The server that answered.
 *
 * @param versionNumber {@code server_version_num}, for example 180006
 * @param version for people, for example {@code 18.6}
 * @param pid the backend's process
 * @param installed true: schema memdb has its ledger
 * @param schemaExists true: there is a schema memdb, with or without a ledger
 */
public record Server(
    int versionNumber, String version, int pid, boolean installed, boolean schemaExists) {
  /** The major version: 18 for 18.6. */
  public int major() {
    return versionNumber / 10_000;
  }
}
