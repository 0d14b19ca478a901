package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * {@code CREATE INDEX CONCURRENTLY}: a try that failed leaves an invalid index, which costs every
 * write and, when unique, still refuses rows; a try whose client was killed may have finished. Only
 * an index that was not there before the try is taken for its work.
 */
record ConcurrentIndexBuild(String table, String name, Attempts attempts) implements Leftovers {
  private static final String BEFORE = SqlText.resource(Leftovers.class, "index-before.sql");
  private static final String VALID = SqlText.resource(Leftovers.class, "index-valid.sql");
  private static final String INVALID = SqlText.resource(Leftovers.class, "index-invalid.sql");
  private static final String IN_PROGRESS =
      SqlText.resource(Leftovers.class, "index-in-progress.sql");

  ConcurrentIndexBuild(JsonNode node, Connection connection) {
    this(
        RangeVar.of(node.path("relation")).quoted(),
        node.path("idxname").asText(),
        new Attempts(connection));
  }

  @Override
  public String before() throws SQLException {
    return attempts.column(BEFORE, table).get(0);
  }

  @Override
  public boolean happenedBefore(String version) throws SQLException {
    Optional<String> before = attempts.last(version);
    return before.isPresent() && !attempts.column(VALID, table, name, name, before.get()).isEmpty();
  }

  @Override
  public void clear() throws SQLException {
    for (String invalid : attempts.column(INVALID, table, name, name)) {
      List<String> builders = attempts.column(IN_PROGRESS, invalid);
      if (!builders.isEmpty()) { // 55P03: looked at again later, like any lock
        throw new SQLException(
            "index " + invalid + " is being built by pid " + builders.get(0), "55P03");
      }
      attempts.execute("DROP INDEX CONCURRENTLY IF EXISTS " + invalid);
    }
  }
}
