package dev.memdb.backfill;

import dev.memdb.migration.BackfillSpec;
import dev.memdb.postgres.SqlFailure;
import dev.memdb.postgres.SqlText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets PostgreSQL read the texts of a backfill, in a transaction that is rolled back. Views hold
 * the expressions, so that the catalogs say what each reads and calls; plans of the statements that
 * will fill rows show whether they are possible. No row is read, and no value computed.
 */
final class Probe implements AutoCloseable {
  private static final String SESSION = "SET LOCAL search_path = pg_catalog";
  private static final String SWEEP = SqlText.resource(Probe.class, "probe.sql");

  private final Connection connection;
  private final BackfillSpec spec;

  /** Begins; the connection is not in autocommit mode. */
  Probe(Connection connection, BackfillSpec spec) throws SQLException {
    this.connection = connection;
    this.spec = spec;
    try (Statement s = connection.createStatement()) {
      s.execute(SESSION);
    }
  }

  /** What PostgreSQL says against the texts. When nothing, the views are there until the end. */
  List<String> objections() throws SQLException {
    List<String> found = new ArrayList<>();
    int number = 0;
    for (BackfillSpec.Assignment a : spec.set()) {
      String expression = BackfillSpec.enclosed(a.expression()) + " IS NULL";
      attempt("set: what " + a.column() + " gets", view(++number, expression), found);
    }
    List<String> conditions =
        Stream.of(spec.where(), spec.complete())
            .filter(Objects::nonNull)
            .map(BackfillSpec::enclosed)
            .toList();
    attempt(
        "where: or complete:",
        view(++number, conditions.isEmpty() ? "true" : String.join(" AND ", conditions)),
        found);
    if (found.isEmpty()) {
      attempt("the update of its rows", plan(), found);
    }
    return found;
  }

  private String view(int number, String expression) {
    return "CREATE VIEW memdb.backfill_probe_%d AS SELECT %s AS v FROM ONLY %s"
        .formatted(number, expression, spec.relation());
  }

  private String plan() throws SQLException {
    String relation =
        Segments.relations(connection, spec.relation()).stream()
            .findFirst()
            .map(leaf -> "ONLY " + leaf.name())
            .orElse(spec.relation()); // a partitioned table without partitions
    return SWEEP
        .replace(":relation", relation)
        .replace(":assignments", spec.assignments())
        .replace(":pending", "(" + spec.pending() + ")");
  }

  private void attempt(String what, String sql, List<String> found) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement s = connection.createStatement()) {
      s.setEscapeProcessing(false);
      s.execute(sql);
    } catch (SQLException e) {
      connection.rollback(before);
      SqlFailure failure = SqlFailure.of(e);
      if (failure != SqlFailure.PERMANENT && failure != SqlFailure.PERMISSION) {
        throw e;
      }
      found.add("%s: %s (SQLSTATE %s)".formatted(what, message(e), SqlFailure.state(e)));
    }
  }

  /** In one line, and without a position in a statement that nobody has written. */
  private static String message(SQLException e) {
    return e.getMessage()
        .lines()
        .map(String::strip)
        .filter(line -> !line.startsWith("Position:"))
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
  }
}
