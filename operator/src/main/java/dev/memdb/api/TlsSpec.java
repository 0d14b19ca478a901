package dev.memdb.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * How a connection is protected; there is never a silent fallback to plain text.
 *
 * @param mode null: {@code verify-full} with a CA, else {@code require}
 * @param caSecretRef the CA that signed the server's certificate, PEM; null: none
 */
@ValidationRule(
    value = "!has(self.mode) || !self.mode.startsWith('verify-') || has(self.caSecretRef)",
    message =
        "tls.mode verify-ca and verify-full need tls.caSecretRef: without a CA there is nothing to"
            + " verify the server's certificate with")
public record TlsSpec(
    @JsonPropertyDescription(
            "disable: plain text, only where the network is trusted. require: encrypted, the"
                + " certificate is not checked. verify-ca: signed by the CA. verify-full: signed by"
                + " the CA and issued for the host. Default: verify-full with a CA, else require.")
        TlsMode mode,
    @JsonPropertyDescription("Where the CA that signed the server's certificate is kept, as PEM.")
        SecretKeyRef caSecretRef) {}
