package dev.memdb.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.memdb.api.Reason;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection Secret as a volume: one file per key. Read anew for each connection, because the
 * files change when the Secret does.
 *
 * @param folder with the files
 * @param namespace of the Secret; completes a host without a dot, as for the operator
 * @param sslmode libpq's name; empty: {@code verify-full} with a CA, else {@code require}
 * @param ca a file with the CA's certificate; empty: none
 */
public record MountedConnection(
    Path folder, String namespace, Optional<String> sslmode, Optional<Path> ca) {
  /** Everything that the operator reads of a connection Secret. */
  public static final List<String> KEYS =
      List.of("host", "port", "dbname", "username", "password", "jdbc-uri");

  /**
   * Reads it.
   *
   * @throws ConnectionDataException when something is missing or not usable
   */
  public Endpoint read() throws ConnectionDataException {
    Map<String, String> values = new HashMap<>();
    for (String key : KEYS) {
      Path file = folder.resolve(key);
      if (Files.exists(file)) {
        values.put(key, Base64.getEncoder().encodeToString(bytes(file)));
      }
    }
    if (values.isEmpty()) {
      throw new ConnectionDataException(
          Reason.SECRET_NOT_FOUND,
          "In %s is none of the files %s.".formatted(folder, String.join(", ", KEYS)));
    }
    return new SecretValues(folder.toString(), values).endpoint(namespace, tls());
  }

  private Tls tls() throws ConnectionDataException {
    String mode = sslmode.orElse(ca.isPresent() ? "verify-full" : "require");
    return new Tls(mode, ca.isPresent() ? new String(bytes(ca.get()), US_ASCII) : null);
  }

  private static byte[] bytes(Path file) throws ConnectionDataException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new ConnectionDataException(
          Reason.SECRET_INVALID, "%s cannot be read: %s".formatted(file, e.getMessage()));
    }
  }
}
