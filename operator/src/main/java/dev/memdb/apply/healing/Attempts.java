package dev.memdb.apply.healing;

import dev.memdb.migration.Migration;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the ledger knows of earlier tries of one migration, and the questions that several kinds of
 * leftovers ask.
 */
record Attempts(Connection connection, Migration migration) {
  private static final String LAST = SqlText.resource(Attempts.class, "last-attempt.sql");
  private static final String PARTITION_TREE =
      SqlText.resource(Attempts.class, "partition-tree.sql");
  private static final String FULL_NAME = SqlText.resource(Attempts.class, "full-name.sql");
  private static final String BUILDERS = SqlText.resource(Attempts.class, "builders.sql");

  /**
   * What the last try remembered of the time before it; empty: there was none.
   *
   * @param ofThisText false: also a try of the file when it had another text
   */
  Optional<String> last(boolean ofThisText) throws SQLException {
    return column(LAST, migration.version().text(), ofThisText ? migration.sha256() : "").stream()
        .findFirst();
  }

  /** A table and those that it is a partition of; none when it is no partition. */
  Set<String> partitionTree(String table) throws SQLException {
    return Set.copyOf(column(PARTITION_TREE, table));
  }

  /** A relation's name with its schema; empty: there is no such relation. */
  Optional<String> fullName(String relation) throws SQLException {
    return column(FULL_NAME, relation).stream().findFirst();
  }

  /** The first column of every row. */
  List<String> column(String sql, String... parameters) throws SQLException {
    try (PreparedStatement s = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        s.setString(i + 1, parameters[i]);
      }
      try (ResultSet r = s.executeQuery()) {
        List<String> values = new ArrayList<>();
        while (r.next()) {
          values.add(r.getString(1));
        }
        return values;
      }
    }
  }

  void execute(String sql) throws SQLException {
    try (var s = connection.createStatement()) {
      s.execute(sql);
    }
  }

  /**
   * Drops an invalid index, unless somebody builds it just now: then it is no leftover, and to wait
   * for its end would be to drop it the moment it is good.
   */
  void drop(String index) throws SQLException {
    List<String> builders = column(BUILDERS, index);
    if (!builders.isEmpty()) {
      throw new BusyException(
          "index %s is being built by pid %s".formatted(index, builders.get(0)));
    }
    execute("DROP INDEX CONCURRENTLY IF EXISTS " + index);
  }
}
