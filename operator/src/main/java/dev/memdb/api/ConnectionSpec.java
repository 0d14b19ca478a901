package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * How an environment's PostgreSQL is reached.
 *
 * @param secretRef Secret with the keys {@code host, port, dbname, username, password}
 * @param tls how the connection is protected; null: {@code require}
 */
public record ConnectionSpec(
    @Required
        @JsonPropertyDescription(
            "The Secret with the keys host, port, dbname, username and password: the -app Secret of"
                + " CloudNativePG can be used as it is. The user must be allowed to change the schemas."
                + " The connection must be direct: a pooler such as PgBouncer is refused.")
        SecretRef secretRef,
    @JsonPropertyDescription("How the connection is protected. Default: encrypted.") TlsSpec tls) {}
