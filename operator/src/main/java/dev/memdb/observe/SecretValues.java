package dev.memdb.observe;

import dev.memdb.api.Reason;
import dev.memdb.postgres.Endpoint;
import dev.memdb.postgres.Tls;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values of a connection Secret, as CloudNativePG writes its {@code -app} Secrets. They are
 * hostile input: each is bounded and checked, and none of them can become a driver property.
 */
record SecretValues(String name, Map<String, String> data) {
  /** Labels of letters, digits and hyphens (RFC 1123), also an IPv4 address. */
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*");

  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]+(\\.[0-9.]+)?");
  private static final int HOST_LIMIT = 253;

  /** NAMEDATALEN - 1: PostgreSQL knows no longer names. */
  private static final int NAME_LIMIT = 63;

  private static final int PASSWORD_LIMIT = 1000;

  SecretValues(String name, Secret secret) {
    this(name, secret.getData() == null ? Map.of() : secret.getData());
  }

  Endpoint endpoint(String namespace, Tls tls) throws ConnectionDataException {
    refuseMissing();
    URI uri = data.containsKey("host") ? null : jdbcUri();
    String host = uri == null ? required("host") : uri.getHost();
    String port = uri == null ? optional("port", "5432") : Integer.toString(uri.getPort());
    String database = uri == null ? required("dbname") : uri.getPath().replaceFirst("^/", "");
    return new Endpoint(
        host(host, namespace),
        port(port.equals("-1") ? "5432" : port),
        bounded("dbname", database, NAME_LIMIT),
        bounded("username", required("username"), NAME_LIMIT),
        bounded("password", required("password"), PASSWORD_LIMIT),
        tls);
  }

  /** All at once: one fix at a time is tiring. */
  private void refuseMissing() throws ConnectionDataException {
    boolean uri = data.containsKey("jdbc-uri");
    List<String> missing =
        Stream.of("host", "dbname", "username", "password")
            .filter(key -> !data.containsKey(key))
            .filter(key -> !uri || key.equals("username") || key.equals("password"))
            .toList();
    if (missing.size() == 1) {
      throw invalid("key " + missing.get(0) + " is missing");
    }
    if (!missing.isEmpty()) {
      throw invalid("keys " + String.join(", ", missing) + " are missing");
    }
  }

  /** Of a {@code jdbc-uri} only host, port and database are taken; its parameters are not ours. */
  private URI jdbcUri() throws ConnectionDataException {
    String text = required("jdbc-uri");
    try {
      URI uri = new URI(text.replaceFirst("^jdbc:", ""));
      if (uri.getHost() == null || uri.getPath() == null || !"postgresql".equals(uri.getScheme())) {
        throw invalid("key jdbc-uri is not of the form jdbc:postgresql://host:port/database");
      }
      return uri;
    } catch (URISyntaxException e) { // its text may hold the password: it is not passed on
      throw invalid("key jdbc-uri is not of the form jdbc:postgresql://host:port/database");
    }
  }

  private String host(String host, String namespace) throws ConnectionDataException {
    boolean ipv6 = host.indexOf(':') >= 0;
    String bare = ipv6 ? host.replaceFirst("^\\[", "").replaceFirst("]$", "") : host;
    if (bare.length() > HOST_LIMIT || !(ipv6 ? IPV6 : HOST).matcher(bare).matches()) {
      throw invalid("key host is no host name or address");
    }
    boolean service = !ipv6 && bare.indexOf('.') < 0 && !bare.equals("localhost");
    return service ? bare + "." + namespace + ".svc" : bare;
  }

  private int port(String text) throws ConnectionDataException {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    }
    throw invalid("key port is no number from 1 to 65535");
  }

  private String bounded(String key, String value, int limit) throws ConnectionDataException {
    if (value.isEmpty()) {
      throw invalid("key " + key + " is empty");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > limit) {
      throw invalid("key " + key + " is longer than " + limit + " bytes");
    }
    if (value.indexOf('\0') >= 0) {
      throw invalid("key " + key + " holds a NUL character");
    }
    return value;
  }

  private String optional(String key, String otherwise) throws ConnectionDataException {
    return data.containsKey(key) ? required(key) : otherwise;
  }

  String required(String key) throws ConnectionDataException {
    String encoded = data.get(key);
    if (encoded == null) {
      throw invalid("key " + key + " is missing");
    }
    try {
      return ConnectionReader.decode(encoded);
    } catch (IllegalArgumentException e) {
      throw invalid("key " + key + " is not Base64");
    }
  }

  private ConnectionDataException invalid(String what) {
    return new ConnectionDataException(
        Reason.SECRET_INVALID,
        "Secret %s: %s. Expected are the keys host, port, dbname, username and password."
            .formatted(name, what));
  }

  @Override
  public String toString() {
    return "Secret " + name;
  }
}
