package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCoreStatusIT {
  private static final String PROJECT = "'11111111-1111-1111-1111-111111111111'";

  /** How a row of each table is made; %s is its first status. */
  private static final Map<String, String> INSERTS =
      Map.of(
          "memories",
          "(project_id, agent_id, kind, content, status) VALUES ("
              + PROJECT
              + ", 'a', 'fact', 'x', '%s')",
          "sources",
          "(project_id, kind, uri, status) VALUES ("
              + PROJECT
              + ", 'web', 'https://example.org/2', '%s')",
          "artifacts",
          "(project_id, source_id, uri, mime, size_bytes, checksum, status) VALUES ("
              + PROJECT
              + ", 1, 's3://bucket/file', 'text/plain', 1, sha256('x'), '%s')",
          "api_keys",
          "(project_id, name, key_hint, key_hash, scopes, status) VALUES ("
              + PROJECT
              + ", 'k', 'mk_1', sha256('x'), '{memories:read}', '%s')");

  static Stream<Arguments> tables() {
    return Stream.of(14, 18)
        .flatMap(m -> Transitions.documented().stream().map(t -> Arguments.of(m, t)));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void allowsExactlyTheDocumentedTransitions(int major, Transitions documented)
      throws SQLException {
    TestDatabase database = prepared(major);

    try (Connection c = database.connect()) {
      c.setAutoCommit(false);
      Map<String, SortedSet<String>> found = new LinkedHashMap<>();
      for (String from : documented.allowed().keySet()) {
        found.put(from, accepted(c, documented, from));
      }

      assertThat(found).isEqualTo(documented.allowed());
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void knowsExactlyTheDocumentedStatuses(int major, Transitions documented) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(
            database.column(
                "SELECT (regexp_matches(pg_get_constraintdef(oid), '''([^'']+)''', 'g'))[1]"
                    + " FROM pg_constraint WHERE conname = '"
                    + documented.table()
                    + "_status_check'"))
        .containsExactlyElementsOf(documented.statuses());
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void documentsEveryTableThatHasAStatus(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(Transitions.documented())
        .extracting(Transitions::table)
        .containsExactlyInAnyOrderElementsOf(
            database.column(
                "SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid"
                    + " WHERE relnamespace = 'memory'::regnamespace AND relkind = 'r' AND attname = 'status'"));
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void saysWhatIsPossible(int major) {
    TestDatabase database = prepared(major);

    assertThat(Refusal.of(database, "UPDATE memory.sources SET status = 'ready'"))
        .contains(
            new Refusal(
                "23514", "sources_lifecycle", "From pending it may go to: ingesting, deleted."));
    database.execute("UPDATE memory.sources SET status = 'deleted'");
    assertThat(Refusal.of(database, "UPDATE memory.sources SET status = 'pending'"))
        .map(Refusal::hint)
        .contains("deleted is final.");
    assertThat(Refusal.of(database, "UPDATE memory.sources SET status = NULL"))
        .map(Refusal::sqlState)
        .contains("23514");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void keepsTheTimesOfARow(int major) {
    TestDatabase database = prepared(major);
    String moved = "SELECT updated_at > created_at FROM memory.sources";
    String deleted = "SELECT coalesce(deleted_at = updated_at, false) FROM memory.sources";
    assertThat(database.value(moved)).isEqualTo("f");

    database.execute("UPDATE memory.sources SET title = 'changed', updated_at = '2000-01-01'");

    assertThat(database.value(moved)).isEqualTo("t");
    assertThat(database.value(deleted)).isEqualTo("f");
    database.execute("UPDATE memory.sources SET status = 'deleted'");
    assertThat(database.value(deleted)).isEqualTo("t");
  }

  private static TestDatabase prepared(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(
        "INSERT INTO memory.sources (project_id, kind, uri) VALUES ("
            + PROJECT
            + ", 'web', 'https://example.org/1');"
            + "INSERT INTO memory.memories (project_id, agent_id, kind, content) VALUES ("
            + PROJECT
            + ", 'a', 'fact', 'the successor')");
    return database;
  }

  /** The statuses that a row may take next; what refuses must be the lifecycle trigger. */
  private static SortedSet<String> accepted(Connection c, Transitions documented, String from)
      throws SQLException {
    SortedSet<String> accepted = new TreeSet<>();
    for (String to : documented.statuses()) {
      if (to.equals(from)) {
        continue;
      }
      Savepoint start = c.setSavepoint();
      List<String> path = from.equals("new") ? List.of() : documented.pathTo(from);
      String before = "new";
      for (String step : path) {
        assertThat(move(c, documented.table(), before, step)).as(before + " > " + step).isEmpty();
        before = step;
      }
      Optional<Refusal> refusal = move(c, documented.table(), from, to);
      refusal.ifPresentOrElse(
          r -> {
            assertThat(r.sqlState()).isEqualTo("23514");
            assertThat(r.constraint()).isEqualTo(documented.table() + "_lifecycle");
          },
          () -> accepted.add(to));
      c.rollback(start);
    }
    return accepted;
  }

  private static Optional<Refusal> move(Connection c, String table, String from, String to) {
    if (from.equals("new")) {
      return Refusal.of(c, "INSERT INTO memory." + table + INSERTS.get(table).formatted(to));
    }
    String successor = to.equals("superseded") ? ", superseded_by = 1" : "";
    return Refusal.of(
        c,
        "UPDATE memory.%s SET status = '%s'%s WHERE id = (SELECT max(id) FROM memory.%s)"
            .formatted(table, to, successor, table));
  }
}
