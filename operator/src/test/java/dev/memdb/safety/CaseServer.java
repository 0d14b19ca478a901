package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.StatementInspector;
import dev.memdb.testkit.PostgresServer;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A real server that says whether a case works through a table while it keeps writers from it. */
final class CaseServer implements AutoCloseable {
  /** Rules about a scan, a rewrite or an index build under a lock that keeps writers away. */
  private static final Set<String> WORK =
      Set.of(
          "require-concurrent-index-creation",
          "require-concurrent-reindex",
          "attach-partition-scan",
          "adding-foreign-key-constraint",
          "constraint-missing-not-valid",
          "adding-field-with-check",
          "adding-field-constrained-domain",
          "adding-not-nullable-field",
          "adding-field-with-default",
          "adding-serial-field",
          "adding-serial-primary-key-field",
          "disallowed-unique-constraint",
          "adding-primary-key-using-nullable-index",
          "adding-exclusion-constraint",
          "changing-column-type",
          "domain-constraint-scan",
          "ban-table-rewrite-command",
          "set-unlogged-logged");

  private static final String CLEAN =
      """
      DO $$
      DECLARE statement text;
      BEGIN
        FOR statement IN
          SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace
           WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
          UNION ALL
          SELECT format('DROP FOREIGN DATA WRAPPER %I CASCADE', fdwname) FROM pg_foreign_data_wrapper
        LOOP
          EXECUTE statement;
        END LOOP;
        CREATE SCHEMA public;
      END
      $$""";

  private final Witness witness;
  private final Set<String> before = new TreeSet<>();

  /** What the catalogs say after a setup; many cases have the same. */
  private final Map<String, Schema> read = new HashMap<>();

  /** The setup that is there as it was made; null when a case has changed it. */
  private String there;

  CaseServer(int major) throws SQLException {
    PostgresServer server = PostgresServer.shared(major);
    witness = new Witness(server.adminOf(server.createDatabase().name()));
  }

  /** Makes what a case finds there, and nothing else. */
  Schema prepare(String setup) throws SQLException {
    if (setup.equals(there)) {
      return read.get(setup);
    }
    there = null;
    witness.keep("DISCARD ALL", false);
    witness.keep(CLEAN, false);
    witness.keep(setup, false);
    before.clear();
    before.addAll(witness.column("SELECT schemaname || '.' || relname FROM pg_stat_user_tables"));
    Schema known = read.get(setup);
    if (known == null) {
      known = Schema.read(witness.column(Schema.query()));
      read.put(setup, known);
    }
    there = setup;
    return known;
  }

  /** Runs a case; what its labels say otherwise than the server, if anything. */
  Optional<String> contradiction(JsonNode one, Set<String> scope, Set<String> expected)
      throws SQLException {
    var worked = new TreeSet<String>();
    boolean inFile = one.path("tx").asText().equals("file");
    for (String file : Corpus.files(one)) {
      for (Statement statement : statements(file)) {
        if (!new StatementInspector().inspect(statement).transactional()) {
          Optional<String> error = kept(statement.text());
          if (error.isPresent()) {
            return error;
          }
          continue;
        }
        Seen seen = witness.run(statement.text());
        if (seen.error() != null) {
          return Optional.of("the server refuses it: " + seen.error());
        }
        worked.addAll(works(seen));
        if (!inFile) {
          commit();
        }
      }
      if (Corpus.files(one).size() > 1) {
        commit();
      }
    }
    witness.rollback();
    boolean labelled = expected.stream().anyMatch(WORK::contains);
    boolean whole = scope.containsAll(WORK) && expected.isEmpty();
    if (labelled && worked.isEmpty() && !unseen(one)) {
      return Optional.of(expected + " but the server works through no table");
    }
    return whole && !worked.isEmpty()
        ? Optional.of("no finding, but the server works through " + worked)
        : Optional.empty();
  }

  private void commit() throws SQLException {
    there = null;
    witness.commit();
  }

  private Optional<String> kept(String statement) {
    try {
      commit();
      witness.keep(statement, false);
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of("the server refuses it: " + e.getMessage());
    }
  }

  /** Whether all of it runs where no second session can look at it. */
  private static boolean unseen(JsonNode one) {
    return Corpus.files(one).stream()
        .flatMap(f -> statements(f).stream())
        .noneMatch(s -> new StatementInspector().inspect(s).transactional());
  }

  private Set<String> works(Seen seen) {
    var tables = new TreeSet<>(seen.scanned());
    tables.addAll(seen.rewritten());
    tables.removeIf(t -> !before.contains(t) || !seen.locks().containsKey(t));
    tables.removeIf(t -> !seen.locks().get(t).blocksWrites());
    tables.removeIf(t -> seen.locks().get(t) == LockMode.EXCLUSIVE); // a view's readers go on
    return tables;
  }

  private static List<Statement> statements(String file) {
    try {
      return SqlParser.shared().parse(file);
    } catch (SqlSyntaxException e) {
      throw new IllegalArgumentException(file, e);
    }
  }

  @Override
  public void close() throws SQLException {
    witness.close();
  }
}
