package dev.memdb.postgres;

import java.util.Objects;

/**
 * Where a database is and who logs in. Its text never shows the password.
 *
 * @param host a host name or address
 * @param port TCP port
 * @param database the database's name
 * @param user the role that logs in
 * @param password its password, never logged
 * @param tls how the connection is protected
 */
public record Endpoint(
    String host, int port, String database, String user, String password, Tls tls) {

  public Endpoint {
    Objects.requireNonNull(host);
    Objects.requireNonNull(database);
    Objects.requireNonNull(user);
    Objects.requireNonNull(password);
    Objects.requireNonNull(tls);
  }

  /** For messages: {@code db.example:5432/recall}. */
  public String address() {
    return host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return user + "@" + address();
  }
}
