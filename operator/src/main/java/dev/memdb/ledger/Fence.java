package dev.memdb.ledger;

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

  private static final String LOCKED =
      "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 1835363684"
          + " AND objid = 1 AND objsubid = 2 AND granted AND pid = pg_backend_pid()"
          + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))";

  private static final String TAKEOVER = SqlText.resource(Fence.class, "takeover.sql");
  private static final String INSTALLED =
      "SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
          + " WHERE n.nspname = 'memdb' AND c.relname = 'fence')";

  private static final String HOLDER = SqlText.resource(Fence.class, "holder.sql");

  private final Connection connection;
  private final Duration lease;
  private final String token = UUID.randomUUID().toString();

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
   *
   * <p>The session's lock is looked for before the transaction takes its own: {@code pg_locks}
   * shows them as one row.
   */
  public String check() {
    return raiseUnless(
        "CASE WHEN "
            + LOCKED
            + " THEN pg_try_advisory_xact_lock("
            + KEY
            + ") AND coalesce((SELECT token = "
            + SqlText.literal(token)
            + " AND pid = pg_backend_pid() FROM memdb.fence), false) ELSE false END",
        SqlFailure.FENCED,
        "this session is not the one migrator any more");
  }

  /**
   * A statement that fails unless it runs in this very transaction: after a COMMIT or ROLLBACK
   * inside a file, a history row would stand there without its DDL.
   *
   * @param transaction as {@code pg_current_xact_id()} gave it
   */
  public static String checkTransaction(String transaction) {
    return raiseUnless(
        "pg_current_xact_id()::text = " + SqlText.literal(transaction),
        SqlFailure.TRANSACTION_ENDED,
        "the file ended the transaction that it runs in (COMMIT, ROLLBACK or the like)");
  }

  private static String raiseUnless(String condition, String sqlstate, String message) {
    return "DO $fence$ BEGIN IF NOT ("
        + condition
        + ") THEN RAISE EXCEPTION '"
        + message
        + "' USING ERRCODE = '"
        + sqlstate
        + "'; END IF; END $fence$; ";
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
