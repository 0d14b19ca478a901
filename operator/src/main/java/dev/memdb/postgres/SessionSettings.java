package dev.memdb.postgres;

import java.time.Duration;
import java.util.List;

/**
 * What a session is opened with. They travel as startup options, so that {@code RESET ALL} comes
 * back to them and they cost no round trip.
 *
 * @param applicationName shown in {@code pg_stat_activity}
 * @param lockTimeout for one statement
 * @param statementTimeout for one statement
 * @param silence how long an answer may take before the connection is given up as dead; zero: as
 *     long as it takes
 * @param schemas the search path, in order
 */
public record SessionSettings(
    String applicationName,
    Duration lockTimeout,
    Duration statementTimeout,
    Duration silence,
    List<String> schemas) {

  /** PostgreSQL cuts application_name at NAMEDATALEN - 1 bytes. */
  private static final int NAME_LIMIT = 63;

  /** PostgreSQL itself ends a statement at its timeout: whoever says nothing then is not there. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  public SessionSettings {
    applicationName =
        applicationName.length() > NAME_LIMIT
            ? applicationName.substring(0, NAME_LIMIT)
            : applicationName;
    schemas = List.copyOf(schemas);
  }

  /** A session whose every statement ends within its timeout. */
  public SessionSettings(
      String applicationName,
      Duration lockTimeout,
      Duration statementTimeout,
      List<String> schemas) {
    this(applicationName, lockTimeout, statementTimeout, statementTimeout.plus(GRACE), schemas);
  }
}
