package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryCoreAccessIT {
  private static final String ONE = "11111111-1111-1111-1111-111111111111";
  private static final String TWO = "22222222-2222-2222-2222-222222222222";

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void anApplicationSeesOneProject(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(memory(ONE) + memory(ONE) + memory(TWO));
    TestDatabase application = MemoryCore.application(major, database);
    String count = "SELECT count(*) FROM memory.memories";

    assertThat(Script.run(application, count)).containsExactly("0");
    assertThat(Script.run(application, as(ONE, count))).containsExactly("2");
    assertThat(Script.run(application, as(TWO, count))).containsExactly("1");
    assertThat(database.value(count)).as("the owner").isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void anApplicationWritesOneProject(int major) {
    TestDatabase database = MemoryCore.install(major);
    TestDatabase application = MemoryCore.application(major, database);

    assertThat(Refusal.of(application, as(ONE, memory(ONE)))).isEmpty();
    for (String table : List.of("memory.audit_events", "memory.usage_events")) {
      assertThat(Refusal.of(application, as(ONE, event(table, ONE)))).isEmpty();
      assertThat(state(application, as(ONE, event(table, TWO)))).isEqualTo("42501");
    }
    assertThat(state(application, as(ONE, memory(TWO)))).isEqualTo("42501");
    assertThat(state(application, memory(ONE))).as("no project set").isEqualTo("42501");
    assertThat(state(application, as(ONE, "UPDATE memory.memories SET project_id = '" + TWO + "'")))
        .isEqualTo("42501");
    application.execute(as(TWO, "UPDATE memory.memories SET content = 'overwritten'"));
    assertThat(database.column("SELECT content FROM memory.memories")).containsExactly("x");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void theProjectEndsWithItsTransaction(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(memory(ONE));
    TestDatabase application = MemoryCore.application(major, database);

    assertThat(
            Script.run(
                application,
                "BEGIN; SET LOCAL memory.project_id = '"
                    + ONE
                    + "'; COMMIT; SELECT count(*) FROM memory.memories"))
        .containsExactly("0");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void noRowPointsIntoAnotherProject(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(
        "INSERT INTO memory.sources (project_id, kind, uri) VALUES ('" + ONE + "', 'web', 'u')");
    String insert =
        "INSERT INTO memory.memories (project_id, agent_id, kind, content, source_id)"
            + " SELECT '%s', 'a', 'fact', 'x', id FROM memory.sources";

    assertThat(Refusal.of(database, insert.formatted(TWO)))
        .map(Refusal::constraint)
        .contains("memories_source_fkey");
    assertThat(Refusal.of(database, insert.formatted(ONE))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void nobodyChangesAuditEvents(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(event("memory.audit_events", ONE));
    TestDatabase superuser = PostgresServer.shared(major).adminOf(database.name());

    for (String change :
        List.of(
            "UPDATE memory.audit_events SET outcome = 'denied'",
            "UPDATE memory.audit_events SET outcome = 'denied' WHERE false",
            "DELETE FROM memory.audit_events",
            "TRUNCATE memory.audit_events")) {
      assertThat(Refusal.of(database, change))
          .as(change)
          .map(Refusal::constraint)
          .contains("audit_events_append_only");
      assertThat(state(superuser, "SET session_replication_role = replica; " + change))
          .as("superuser: " + change)
          .isEqualTo("23001");
    }
    assertThat(database.value("SELECT outcome FROM memory.audit_events")).isEqualTo("allowed");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void onlyTheOwnerReadsTheHashOfAKey(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(key(ONE, "k", "NULL"));
    TestDatabase anybody = MemoryCore.login(major, database, "_anybody");
    TestDatabase application = MemoryCore.application(major, database);
    String hash = "SELECT key_hash FROM memory.api_keys";

    assertThat(state(anybody, hash)).as("without USAGE on the schema").isEqualTo("42501");
    database.execute("GRANT USAGE ON SCHEMA memory TO PUBLIC");
    assertThat(state(anybody, hash)).isEqualTo("42501");
    assertThat(state(anybody, "SELECT * FROM memory.authenticate('x')")).isEqualTo("42501");
    assertThat(state(application, as(ONE, hash))).isEqualTo("42501");
    assertThat(Script.run(application, as(ONE, "SELECT name FROM memory.api_keys")))
        .containsExactly("k");
    assertThat(state(application, as(ONE, "UPDATE memory.api_keys SET key_hash = sha256('y')")))
        .isEqualTo("42501");
    assertThat(database.value(hash)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aKeyLeadsToItsProjectWhileItIsGood(int major) {
    TestDatabase database = MemoryCore.install(major);
    database.execute(
        key(ONE, "good", "now() + interval '1 day'") + key(TWO, "old", "now() - interval '1 day'"));
    TestDatabase application = MemoryCore.application(major, database);

    assertThat(application.column(authenticate("good"))).containsExactly(ONE);
    assertThat(application.column(authenticate("old"))).isEmpty();
    assertThat(application.column(authenticate("unknown"))).isEmpty();
    application.execute(as(ONE, "UPDATE memory.api_keys SET status = 'suspended'"));
    assertThat(application.column(authenticate("good"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void anArtifactIsAPointer(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(
            Refusal.of(
                database,
                "INSERT INTO memory.artifacts (project_id, memory_id, uri, mime, size_bytes, checksum)"
                    + " VALUES ('"
                    + ONE
                    + "', 1, 'data:text/plain,x', 'text/plain', 1, sha256('x'))"))
        .map(Refusal::constraint)
        .contains("artifacts_uri_check");
  }

  private static String state(TestDatabase database, String sql) {
    return Refusal.of(database, sql).map(Refusal::sqlState).orElse("accepted");
  }

  private static String as(String project, String sql) {
    return "SET memory.project_id = '" + project + "'; " + sql;
  }

  private static String memory(String project) {
    return "INSERT INTO memory.memories (project_id, agent_id, kind, content) VALUES ('"
        + project
        + "', 'a', 'fact', 'x');";
  }

  private static String event(String table, String project) {
    return table.endsWith("audit_events")
        ? "INSERT INTO memory.audit_events (project_id, actor, action, object_kind, outcome)"
            + (" VALUES ('" + project + "', 'a', 'login', 'project', 'allowed')")
        : "INSERT INTO memory.usage_events (project_id, occurred_at, metric, quantity)"
            + (" VALUES ('" + project + "', now(), 'tokens.in', 1)");
  }

  private static String key(String project, String name, String expiresAt) {
    return "INSERT INTO memory.api_keys (project_id, name, key_hint, key_hash, scopes, expires_at)"
        + " VALUES ('%s', '%s', 'mk_', sha256('%s'), '{memories:read}', %s);"
            .formatted(project, name, name, expiresAt);
  }

  private static String authenticate(String key) {
    return "SELECT project_id FROM memory.authenticate(sha256('" + key + "'))";
  }
}
