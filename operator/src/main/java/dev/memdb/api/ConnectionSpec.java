package dev.memdb.api;

/**
 * How an environment's PostgreSQL is reached.
 *
 * @param secretRef Secret with the keys {@code host, port, dbname, username, password}
 * @param tls how the connection is protected; null: {@code require}
 */
public record ConnectionSpec(SecretRef secretRef, TlsSpec tls) {}
