package dev.memdb.api;

/**
 * How a connection is protected; there is never a silent fallback to plain text.
 *
 * @param mode null: {@code verify-full} with a CA, else {@code require}
 * @param caSecretRef the CA that signed the server's certificate, PEM; null: none
 */
public record TlsSpec(TlsMode mode, SecretKeyRef caSecretRef) {}
