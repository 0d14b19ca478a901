package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code CREATE INDEX CONCURRENTLY}: a try that failed leaves an invalid index, which costs every
 * write and, when unique, still refuses rows; a try whose client was killed may have finished. Only
 * an index that was not there before the try, and that is what the statement says, is taken for its
 * work.
 *
 * @param name as the statement gives it; empty: PostgreSQL chooses one
 */
record ConcurrentIndexBuild(String table, String name, IndexShape shape, Attempts attempts)
    implements Leftovers {
  private static final String BEFORE = SqlText.resource(Leftovers.class, "index-before.sql");
  private static final String BUILT = SqlText.resource(Leftovers.class, "index-built.sql");
  private static final String INVALID = SqlText.resource(Leftovers.class, "index-invalid.sql");

  ConcurrentIndexBuild(JsonNode node, Attempts attempts) {
    this(
        RangeVar.of(node.path("relation")).quoted(),
        node.path("idxname").asText(),
        IndexShape.of(node),
        attempts);
  }

  @Override
  public Touched touched() throws SQLException {
    Set<String> ours = new HashSet<>(built());
    ours.addAll(invalid());
    return new Touched(ours, attempts.partitionTree(table), true);
  }

  @Override
  public String before() throws SQLException {
    return attempts.column(BEFORE, table).get(0);
  }

  @Override
  public boolean happenedBefore() throws SQLException {
    return !built().isEmpty();
  }

  @Override
  public List<String> clear() throws SQLException {
    List<String> invalid = invalid();
    for (String index : invalid) {
      attempts.drop(index);
    }
    return invalid;
  }

  private List<String> built() throws SQLException {
    Optional<String> before = attempts.last(true);
    return before.isEmpty()
        ? List.of()
        : attempts.column(BUILT, table, name, name, shape.text(), before.get());
  }

  /** Without a name, only what an earlier try can have made. */
  private List<String> invalid() throws SQLException {
    Optional<String> before = attempts.last(false);
    return name.isEmpty() && before.isEmpty()
        ? List.of()
        : attempts.column(INVALID, table, name, name, before.orElse("{}"));
  }
}
