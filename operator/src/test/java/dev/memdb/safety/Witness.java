package dev.memdb.safety;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Runs statements on a real server while a second session looks on: at the locks that the first one
 * holds, by names that were there before its transaction. Scans and new files are the first
 * session's own to know.
 */
final class Witness implements AutoCloseable {
  private static final String LOCKS =
      """
      SELECT n.nspname || '.' || c.relname, l.mode
        FROM pg_locks l
        JOIN pg_class c ON c.oid = l.relation
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE l.locktype = 'relation' AND l.granted AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
         AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND l.pid =\s""";

  private static final String FILES =
      """
      SELECT n.nspname || '.' || c.relname, coalesce(pg_relation_filenode(c.oid), 0)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relkind IN ('r', 'm')
         AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')""";

  private static final String SCANS =
      """
      SELECT schemaname || '.' || relname, coalesce(seq_scan, 0)
        FROM pg_stat_xact_user_tables""";

  private final Connection migration;
  private final Connection observer;
  private final long pid;

  Witness(TestDatabase database) throws SQLException {
    migration = database.connect();
    observer = database.connect();
    migration.setAutoCommit(false);
    pid = Long.parseLong(numbersAsText(migration, "SELECT 'pid', pg_backend_pid()").get("pid"));
    migration.rollback();
  }

  /** Runs one statement in the transaction that is open, and leaves it open. */
  Seen run(String statement) throws SQLException {
    Map<String, String> files = numbersAsText(migration, FILES);
    Map<String, String> scans = numbersAsText(migration, SCANS);
    try {
      execute(migration, statement);
    } catch (SQLException e) {
      migration.rollback();
      return new Seen(Map.of(), new TreeSet<>(), new TreeSet<>(), e.getMessage());
    }
    Map<String, LockMode> locks = locks();
    var rewritten = new TreeSet<String>();
    numbersAsText(migration, FILES)
        .forEach(
            (name, file) -> {
              if (files.containsKey(name) && !files.get(name).equals(file)) {
                rewritten.add(name);
              }
            });
    var scanned = new TreeSet<String>();
    numbersAsText(migration, SCANS)
        .forEach(
            (name, count) -> {
              if (files.containsKey(name) && !scans.getOrDefault(name, "0").equals(count)) {
                scanned.add(name);
              }
            });
    return new Seen(locks, rewritten, scanned, null);
  }

  /** Runs a statement in a transaction of its own that leaves nothing behind. */
  Seen alone(String statement) throws SQLException {
    Seen seen = run(statement);
    migration.rollback();
    return seen;
  }

  /** Runs statements that stay; those that need it, outside of a transaction. */
  void keep(String statement, boolean transactional) throws SQLException {
    migration.setAutoCommit(!transactional);
    try {
      execute(migration, statement);
    } finally {
      migration.setAutoCommit(false);
    }
    migration.commit();
  }

  /** The first column of what a query gives, asked outside of any transaction. */
  List<String> column(String query) throws SQLException {
    try (Statement s = observer.createStatement();
        ResultSet r = s.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (r.next()) {
        values.add(r.getString(1));
      }
      return values;
    }
  }

  void rollback() throws SQLException {
    migration.rollback();
  }

  void commit() throws SQLException {
    migration.commit();
  }

  private Map<String, LockMode> locks() throws SQLException {
    Map<String, LockMode> locks = new TreeMap<>();
    try (Statement s = observer.createStatement();
        ResultSet r = s.executeQuery(LOCKS + pid)) {
      while (r.next()) {
        LockMode mode = mode(r.getString(2));
        if (mode.compareTo(LockMode.ROW_EXCLUSIVE) > 0) {
          locks.merge(r.getString(1), mode, LockMode::or);
        }
      }
    }
    return locks;
  }

  /** {@code ShareUpdateExclusiveLock} as the enum has it. */
  private static LockMode mode(String name) {
    String words = name.replaceAll("Lock$", "").replaceAll("([a-z])([A-Z])", "$1_$2");
    return LockMode.valueOf(words.toUpperCase(Locale.ROOT));
  }

  private static Map<String, String> numbersAsText(Connection connection, String query)
      throws SQLException {
    Map<String, String> rows = new HashMap<>();
    try (Statement s = connection.createStatement();
        ResultSet r = s.executeQuery(query)) {
      while (r.next()) {
        rows.put(r.getString(1), r.getString(2));
      }
    }
    return rows;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    migration.rollback();
    migration.close();
    observer.close();
  }
}
