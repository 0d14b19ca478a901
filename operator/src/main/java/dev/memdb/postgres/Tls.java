package dev.memdb.postgres;

/**
 * How a connection is protected.
 *
 * @param sslmode libpq's name: {@code disable}, {@code require}, {@code verify-ca}, {@code
 *     verify-full}
 * @param caPem the CA's certificate as PEM text; null: none
 */
public record Tls(String sslmode, String caPem) {}
