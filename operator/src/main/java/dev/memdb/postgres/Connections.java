package dev.memdb.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.postgresql.Driver;

/**
 * Opens connections. Only host, port, database, user and password come from outside; every driver
 * property is ours, so that a Secret cannot choose a socket factory or a log file.
 */
public final class Connections {
  /** For each answer until the login is through. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** The driver would log what {@link ConnectException} tells already, every few seconds. */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  static {
    DRIVER.setLevel(Level.OFF);
  }

  private final AddressPolicy policy;

  public Connections(AddressPolicy policy) {
    this.policy = policy;
  }

  /**
   * Opens one connection in autocommit mode.
   *
   * @throws ConnectException when it cannot be had, with the reason and a text without secrets
   */
  public Connection open(Endpoint endpoint, SessionSettings settings) throws ConnectException {
    Path ca = null;
    try {
      Properties properties = properties(endpoint, settings);
      if (endpoint.tls().caPem() != null) {
        ca = Files.createTempFile("memdb-ca", ".crt"); // pgjdbc reads a CA from a file only
        Files.writeString(ca, endpoint.tls().caPem(), StandardCharsets.US_ASCII);
        properties.setProperty("sslrootcert", ca.toString());
      }
      Connection connection = new Driver().connect(url(endpoint), properties);
      connection.setNetworkTimeout(Runnable::run, (int) settings.silence().toMillis());
      return connection;
    } catch (SQLException | RuntimeException | IOException e) {
      throw ConnectException.of(e, endpoint);
    } finally {
      delete(ca);
    }
  }

  private static String url(Endpoint endpoint) {
    String host = endpoint.host().indexOf(':') < 0 ? endpoint.host() : "[" + endpoint.host() + "]";
    // the database travels as a property: nothing in it can become part of the URL
    return "jdbc:postgresql://" + host + ":" + endpoint.port() + "/";
  }

  private Properties properties(Endpoint endpoint, SessionSettings settings) {
    Properties p = new Properties();
    p.setProperty("PGDBNAME", endpoint.database());
    p.setProperty("user", endpoint.user());
    p.setProperty("password", endpoint.password());
    p.setProperty("ApplicationName", settings.applicationName());
    // in the startup packet: set later, RESET ALL would wipe it
    p.setProperty("assumeMinServerVersion", "14");
    p.setProperty("options", options(settings));
    p.setProperty("sslmode", endpoint.tls().sslmode());
    if (!"disable".equals(endpoint.tls().sslmode())) {
      p.setProperty("sslfactory", "org.postgresql.ssl.LibPQFactory");
    }
    p.setProperty("gssEncMode", "disable");
    p.setProperty("prepareThreshold", "0");
    // a Statement is sent as it is, in one trip; a PreparedStatement binds its parameters
    p.setProperty("preferQueryMode", "extendedForPrepared");
    p.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    // until it is logged in; the driver's loginTimeout would hide where a failure came from
    p.setProperty("socketTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    p.setProperty("cancelSignalTimeout", Long.toString(CONNECT_TIMEOUT.toSeconds()));
    p.setProperty("tcpKeepAlive", "true");
    p.setProperty("socketFactory", GuardedSockets.class.getName());
    p.setProperty("socketFactoryArg", Boolean.toString(policy.allowLoopback()));
    return p;
  }

  /**
   * A role's or database's defaults must neither end the session nor change what a migration means;
   * {@code client_connection_check_interval} ends the statement of a client that was killed.
   */
  private static String options(SessionSettings settings) {
    String path =
        settings.schemas().stream().map(SqlText::identifier).collect(Collectors.joining(", "));
    return String.join(
        " ",
        option("search_path", path.isEmpty() ? "pg_catalog" : path),
        option("lock_timeout", settings.lockTimeout().toMillis() + "ms"),
        option("statement_timeout", settings.statementTimeout().toMillis() + "ms"),
        option("idle_session_timeout", "0"),
        option("idle_in_transaction_session_timeout", "0"),
        option("default_transaction_isolation", "read committed"),
        option("default_transaction_read_only", "off"),
        option("default_transaction_deferrable", "off"),
        option("row_security", "off"),
        option("synchronous_commit", "on"),
        option("client_connection_check_interval", "1000"),
        option("tcp_user_timeout", "20000"),
        option("tcp_keepalives_idle", "10"),
        option("tcp_keepalives_interval", "5"),
        option("tcp_keepalives_count", "3"),
        option("check_function_bodies", "on"),
        option("DateStyle", "ISO"),
        option("IntervalStyle", "postgres"),
        option("client_min_messages", "warning"),
        option("jit", "off"));
  }

  /** Startup options are split at spaces; a backslash keeps one (documentation, section 54.2.1). */
  private static String option(String name, String value) {
    return "-c " + name + "=" + value.replace("\\", "\\\\").replace(" ", "\\ ");
  }

  private static void delete(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
