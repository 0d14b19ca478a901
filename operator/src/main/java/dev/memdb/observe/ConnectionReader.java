package dev.memdb.observe;

import dev.memdb.api.ConnectionSpec;
import dev.memdb.api.Reason;
import dev.memdb.api.SecretKeyRef;
import dev.memdb.api.TlsMode;
import dev.memdb.api.TlsSpec;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reads where a database is from its Secret, by name and only when it is needed: no watch, so that
 * the operator needs no right to list Secrets.
 */
public final class ConnectionReader {
  private final KubernetesClient client;

  public ConnectionReader(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Reads it.
   *
   * @throws ConnectionDataException when something is missing or not usable, in words for the
   *     status
   */
  public Endpoint read(String namespace, ConnectionSpec connection) throws ConnectionDataException {
    String name = connection.secretRef().name();
    SecretValues values = new SecretValues(name, secret(namespace, name));
    return values.endpoint(namespace, tls(namespace, connection.tls()));
  }

  private Tls tls(String namespace, TlsSpec spec) throws ConnectionDataException {
    TlsMode mode = spec == null ? null : spec.mode();
    SecretKeyRef ca = spec == null ? null : spec.caSecretRef();
    if (mode == null) {
      mode = ca == null ? TlsMode.REQUIRE : TlsMode.VERIFY_FULL;
    }
    return new Tls(mode.sslmode(), ca == null ? null : ca(namespace, ca));
  }

  private String ca(String namespace, SecretKeyRef ref) throws ConnectionDataException {
    String encoded =
        new SecretValues(ref.name(), secret(namespace, ref.name())).required(ref.key());
    if (!encoded.contains("-----BEGIN CERTIFICATE-----")) {
      throw new ConnectionDataException(
          Reason.SECRET_INVALID,
          "Secret %s: key %s is no PEM certificate (no BEGIN CERTIFICATE line)."
              .formatted(ref.name(), ref.key()));
    }
    return encoded;
  }

  private Secret secret(String namespace, String name) throws ConnectionDataException {
    try {
      Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
      if (secret == null) {
        throw new ConnectionDataException(
            Reason.SECRET_NOT_FOUND,
            "There is no Secret %s in namespace %s. Create it, or correct connection.secretRef; it is looked for every few seconds."
                .formatted(name, namespace));
      }
      return secret;
    } catch (KubernetesClientException e) {
      throw new ConnectionDataException(
          e.getCode() == 403 ? Reason.PERMISSION_DENIED : Reason.INTERNAL_ERROR,
          e.getCode() == 403
              ? "The operator may not read Secret %s: its Role needs get on secrets in namespace %s."
                  .formatted(name, namespace)
              : "Secret %s could not be read from the API server (HTTP %d); tried again."
                  .formatted(name, e.getCode()));
    }
  }

  /** The text of a Base64 value, strictly UTF-8. */
  static String decode(String encoded) {
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }
}
