package dev.memdb.apply.healing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * {@code REINDEX … CONCURRENTLY}: a try that failed leaves invalid copies with the suffix {@code
 * _ccnew} or {@code _ccold}, which the documentation of REINDEX says to drop. The command itself
 * can run again.
 *
 * @param relation the table or index; empty: a schema or the database
 */
record ConcurrentReindex(String relation, Attempts attempts) implements Leftovers {
  private static final String COPIES = SqlText.resource(Leftovers.class, "reindex-copies.sql");

  ConcurrentReindex(JsonNode node, Attempts attempts) {
    this(node.has("relation") ? RangeVar.of(node.path("relation")).quoted() : "", attempts);
  }

  @Override
  public Touched touched() throws SQLException {
    return new Touched(Set.copyOf(attempts.column(COPIES, relation, relation)), Set.of(), true);
  }

  @Override
  public String before() {
    return "{}";
  }

  @Override
  public boolean happenedBefore() {
    return false;
  }

  @Override
  public List<String> clear() throws SQLException {
    List<String> copies = attempts.column(COPIES, relation, relation);
    for (String copy : copies) {
      attempts.drop(copy);
    }
    return copies;
  }
}
