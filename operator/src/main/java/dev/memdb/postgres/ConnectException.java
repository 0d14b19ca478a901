package dev.memdb.postgres;

import dev.memdb.api.Reason;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;

/** A connection that could not be had: why, in words for the status, without any secret. */
public final class ConnectException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final boolean answered;

  private ConnectException(Reason reason, String message, boolean answered) {
    super(message); // no cause: a driver's text may hold what must not be logged
    this.reason = reason;
    this.answered = answered;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether a server was there and said no; false: nobody has answered. */
  public boolean answered() {
    return answered;
  }

  static ConnectException of(Throwable e, Endpoint endpoint) {
    Reason reason = reason(e);
    return new ConnectException(reason, message(reason, e, endpoint), answered(e));
  }

  private static boolean answered(Throwable e) {
    return e instanceof PSQLException p && p.getServerErrorMessage() != null;
  }

  private static Reason reason(Throwable e) {
    if (find(e, GuardedSockets.AddressRefusedException.class).isPresent()) {
      return Reason.ADDRESS_REFUSED;
    }
    String text = String.valueOf(e.getMessage());
    String state = SqlFailure.state(e);
    if (text.contains("unsupported startup parameter")) {
      return Reason
          .POOLER_REFUSED; // PgBouncer's words for startup options that it does not pass on
    }
    if (ofTls(e)) {
      return Reason.TLS_FAILED;
    }
    return switch (state) {
      case "28P01", "28000" -> Reason.AUTHENTICATION_FAILED;
      case "3D000" -> Reason.DATABASE_NOT_FOUND;
      case "42501" -> Reason.PERMISSION_DENIED;
      case "08P01" -> text.contains("bouncer") ? Reason.POOLER_REFUSED : Reason.UNREACHABLE;
      case "08004" -> Reason.AUTHENTICATION_FAILED;
      case "42704", "22023" -> Reason.SERVER_TOO_OLD; // a setting that this server does not know
      default -> Reason.UNREACHABLE;
    };
  }

  /**
   * Whether it failed while the connection was being protected. The driver's texts are in the
   * machine's language, so it is asked where it stood.
   */
  private static boolean ofTls(Throwable e) {
    return find(e, SSLException.class).isPresent()
        || find(e, GeneralSecurityException.class).isPresent()
        || (stoodIn(e, "enableSSL") && find(e, IOException.class).isEmpty());
  }

  private static boolean stoodIn(Throwable e, String method) {
    return Arrays.stream(e.getStackTrace())
        .anyMatch(
            f ->
                f.getClassName().startsWith("org.postgresql.") && f.getMethodName().equals(method));
  }

  private static String message(Reason reason, Throwable e, Endpoint endpoint) {
    String at = endpoint.address();
    String role = endpoint.user();
    return switch (reason) {
      case ADDRESS_REFUSED ->
          "The address of %s is a loopback, link-local or metadata address, which this operator does not connect to. Correct the host in the Secret."
              .formatted(at);
      case AUTHENTICATION_FAILED ->
          SqlFailure.state(e).equals("28000")
              ? "%s does not let role %s in: it is no login role, or pg_hba.conf has no line for it, this client and this kind of connection. Mend that, or correct the Secret; it is read again every few seconds."
                  .formatted(at, role)
              : "%s refused the login of role %s. Correct username and password in the Secret; it is read again every few seconds."
                  .formatted(at, role);
      case DATABASE_NOT_FOUND ->
          "There is no database of this name at %s. Create it, or correct dbname in the Secret."
              .formatted(at);
      case PERMISSION_DENIED ->
          "Role %s may not connect to %s. GRANT CONNECT ON DATABASE to it.".formatted(role, at);
      case TLS_FAILED ->
          "No TLS connection to %s with mode %s (%s). Correct connection.tls: the mode, the CA, or the host name that the certificate is issued for."
              .formatted(at, endpoint.tls().sslmode(), tlsCause(e));
      case POOLER_REFUSED ->
          "%s is a connection pooler. Session locks do not work through one: point the Secret at PostgreSQL itself."
              .formatted(at);
      case SERVER_TOO_OLD ->
          "The server at %s is older than PostgreSQL 14, the oldest that is supported."
              .formatted(at);
      default ->
          find(e, UnknownHostException.class).isPresent()
              ? "The host name of %s does not resolve. Correct the host in the Secret, or wait for its Service."
                  .formatted(at)
              : "%s does not answer (%s). Tried again every few seconds.".formatted(at, plain(e));
    };
  }

  private static String tlsCause(Throwable e) {
    if (SqlFailure.state(e).equals("08004")) {
      return "the server offers none";
    }
    if (stoodIn(e, "verifyPeerName")) {
      return "the certificate is for another host";
    }
    return "the certificate is not trusted, or none was offered";
  }

  /** One coarse text: the exact words of a socket would map the network for whoever asks. */
  private static String plain(Throwable e) {
    String state = SqlFailure.state(e);
    if (state.startsWith("57P")) {
      return "it is starting up or shutting down";
    }
    if (state.startsWith("53")) {
      return "it has no connection slot left";
    }
    return "no PostgreSQL there, or the network is in the way";
  }

  private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }

  /** For a failure right after the connection was opened. */
  public static ConnectException refused(Reason reason, String message) {
    return new ConnectException(reason, message, true);
  }

  /** For a failure of the first query in a connection. */
  public static ConnectException of(SQLException e, Endpoint endpoint) {
    return of((Throwable) e, endpoint);
  }
}
