package dev.memdb.ledger;

import dev.memdb.migration.Version;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One writer per database, enforced by PostgreSQL itself. The order is what makes it right: lock,
 * take over, and only then read what there is to do. Everything that is written afterwards carries
 * {@link #check} in front of it, in the same trip.
 */
public final class Fence {
  /** After this without a sign of life, whoever wants the lock ends the holder's backend. */
  public static final Duration LEASE = Duration.ofSeconds(15);

  /** What stands in for the fence's row before there is a ledger. */
  private static final String NO_FENCE =
      "(SELECT NULL::int AS pid, NULL::timestamptz AS taken_at, NULL::timestamptz AS lease_until)";

  /** "memd" as a number, and 1: the two-integer form, apart from Flyway's one-bigint keys. */
  private static final String KEY = "1835363684, 1";

  /**
   * Whether this session has the lock; afterwards the transaction has it too. Given back and taken
   * again while the transaction holds it: nobody can come in between, and {@code
   * pg_advisory_unlock} says exactly whether the session had it. Both touch nothing but the
   * backend's own memory; a look into {@code pg_locks} costs more than all the rest of the check,
   * and shows the lock of a session and that of its transaction as one row.
   */
  private static final String LOCKED =
      "CASE WHEN pg_try_advisory_xact_lock("
          + KEY
          + ") THEN pg_advisory_unlock("
          + KEY
          + ") AND pg_try_advisory_lock("
          + KEY
          + ") ELSE false END";

  private static final String NOT_THE_WRITER = "this session is not the one migrator any more";
  private static final String ENDED =
      "the file ended the transaction that it runs in (COMMIT, ROLLBACK or the like)";

  private static final String TAKEOVER = SqlText.resource(Fence.class, "takeover.sql");
  private static final String INSTALLED =
      "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 'memdb' AND c.relname = 'fence')";

  private static final String HOLDER = SqlText.resource(Fence.class, "holder.sql");

  private final Connection connection;
  private final Duration lease;
  private final String token = UUID.randomUUID().toString();
  private final Pattern raised = Pattern.compile(token + ":(\\w{5}):([^;]*);");

  /**
   * @param lease how long a holder may give no sign of life; {@link #LEASE}, except in tests
   */
  public Fence(Connection connection, Duration lease) {
    this.connection = connection;
    this.lease = lease;
  }

  /** How long a holder may give no sign of life. */
  public Duration lease() {
    return lease;
  }

  /** Tries to get the lock; false: somebody else has it. */
  public boolean tryLock() throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery("SELECT pg_try_advisory_lock(" + KEY + ")")) {
      return r.next() && r.getBoolean(1);
    }
  }

  /** The statement that makes this session the one writer; the session must have the lock. */
  public String takeOver(String holder) {
    return TAKEOVER
        .replace(":token", SqlText.literal(token))
        .replace(":holder", SqlText.literal(holder))
        .replace(":lease", lease.toMillis() + " ms");
  }

  /** The statement, for another session of the same run, that says that the holder is alive. */
  public String renew() {
    return "UPDATE memdb.fence SET lease_until = clock_timestamp() + interval '"
        + lease.toMillis()
        + " ms' WHERE token = "
        + SqlText.literal(token);
  }

  /**
   * A statement that fails with {@link SqlFailure#FENCED} unless this session still has the lock
   * and stands in the fence; it also takes the transaction's own lock, which no file can drop.
   */
  public String check() {
    return "DO $fence$ BEGIN IF NOT ("
        + isWriter()
        + ") THEN RAISE EXCEPTION '"
        + NOT_THE_WRITER
        + "' USING ERRCODE = '"
        + SqlFailure.FENCED
        + "'; END IF; END $fence$; ";
  }

  /**
   * The same check as a query, in a transaction: a third of the cost of a block of PL/pgSQL, which
   * is parsed and planned anew each time. What it returns is the transaction's number, in a column
   * {@code memdb_transaction}. Its failure becomes readable by {@link #inWords}.
   *
   * @param version also fails when this is in the history: another session has written it meanwhile
   */
  public String enter(Version version) {
    return "SELECT CASE WHEN NOT ("
        + isWriter()
        + ") THEN "
        + raise(SqlFailure.FENCED, NOT_THE_WRITER)
        + " WHEN EXISTS (SELECT FROM memdb.history WHERE success AND type <> 'DELETE' AND version = "
        + SqlText.literal(version.text())
        + ") THEN "
        + raise(SqlFailure.FENCED, "already in the history")
        + " ELSE pg_current_xact_id()::text END AS memdb_transaction; ";
  }

  /**
   * A value of type text that can only be had in this very transaction: after a COMMIT or ROLLBACK
   * inside a file, a history row would stand there without its DDL. Its failure becomes readable by
   * {@link #inWords}.
   *
   * @param transaction as {@link #enter} gave it
   * @param value an SQL expression
   */
  public String within(String transaction, String value) {
    return "CASE WHEN pg_current_xact_id() = "
        + SqlText.literal(transaction)
        + " THEN "
        + value
        + " ELSE "
        + raise(SqlFailure.TRANSACTION_ENDED, ENDED)
        + " END";
  }

  /** A failure of {@link #enter} or {@link #within} in plain words; any other as it is. */
  public SQLException inWords(SQLException e) {
    Matcher matcher = raised.matcher(String.valueOf(e.getMessage()));
    if (!matcher.find()) {
      return e;
    }
    SQLException plain = new SQLException(matcher.group(2), matcher.group(1));
    plain.addSuppressed(e);
    return plain;
  }

  /**
   * An expression that fails. SQL has no way to raise an error of one's own, but PostgreSQL repeats
   * the name of a setting that does not exist; with these signs in it, none can. The token tells it
   * from whatever a file may raise.
   */
  private String raise(String sqlstate, String message) {
    return "current_setting(" + SqlText.literal(token + ":" + sqlstate + ":" + message + ";") + ")";
  }

  private String isWriter() {
    return LOCKED
        + " AND coalesce((SELECT token = "
        + SqlText.literal(token)
        + " AND pid = pg_backend_pid() FROM memdb.fence), false)";
  }

  /**
   * Who has the lock.
   *
   * @param holder as {@code pg_stat_activity} shows it
   * @param leaseOver true: it has given no sign of life for a whole lease
   */
  public record Rival(Holder holder, boolean leaseOver) {}

  /** Who has the lock now; empty: nobody. */
  public Optional<Rival> rival() throws SQLException {
    String sql =
        HOLDER
            .replace(":lease", lease.toMillis() + " ms")
            .replace(":fence", installed() ? "memdb.fence" : NO_FENCE);
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      if (!r.next()) {
        return Optional.empty();
      }
      Instant since = r.getTimestamp(3).toInstant();
      return Optional.of(
          new Rival(new Holder(r.getString(2), r.getInt(1), since, true), r.getBoolean(4)));
    }
  }

  /** Asked anew each time: whoever has the lock may be installing the ledger just now. */
  private boolean installed() throws SQLException {
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(INSTALLED)) {
      return r.next() && r.getBoolean(1);
    }
  }

  /**
   * Ends a holder whose lease is over: a stopped process keeps its lock for ever. What it was doing
   * is rolled back by PostgreSQL, and when it wakes up its connection is gone.
   */
  public void end(Rival rival) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute("SELECT pg_terminate_backend(" + rival.holder().pid() + ")");
    }
  }
}
