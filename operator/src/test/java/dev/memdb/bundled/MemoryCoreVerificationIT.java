package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A verification is worth something only when it can fail. */
class MemoryCoreVerificationIT {
  /** What somebody could do to the finished schema so that each verification has to notice. */
  private static final Map<String, String> DAMAGE =
      Map.of(
          "V1__foundation.verify.sql",
          "GRANT CREATE ON SCHEMA memory TO PUBLIC",
          "V5__audit_events.verify.sql",
          "ALTER TABLE memory.audit_events DISABLE TRIGGER audit_events_append_only",
          "V6__api_keys.verify.sql",
          "GRANT SELECT (key_hash) ON memory.api_keys TO PUBLIC",
          "V7__usage_events.verify.sql",
          "ALTER TABLE memory.usage_events DETACH PARTITION memory.usage_events_later",
          "V10__memories_superseded_by_idx.verify.sql",
          "DROP INDEX memory.memories_superseded_by_idx;"
              + "CREATE INDEX memories_superseded_by_idx ON memory.artifacts (memory_id)",
          "V11__memories_superseded_by_rules.verify.sql",
          "ALTER TABLE memory.memories DROP CONSTRAINT memories_superseded_by_check;"
              + "INSERT INTO memory.memories (project_id, agent_id, kind, content, status)"
              + " VALUES (gen_random_uuid(), 'a', 'fact', 'x', 'active');"
              + "UPDATE memory.memories SET status = 'superseded'",
          "V12__memories_superseded_by_validated.verify.sql",
          "DROP INDEX memory.memories_source_idx");

  static Stream<Arguments> damages() {
    return Stream.of(14, 18)
        .flatMap(
            m -> DAMAGE.entrySet().stream().map(d -> Arguments.of(m, d.getKey(), d.getValue())));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void everyVerificationNotices(int major, String verification, String damage) {
    TestDatabase database = MemoryCore.install(major);
    assertThat(MemoryCore.untrue(database, verification)).isEmpty();

    database.execute(damage);

    assertThat(MemoryCore.untrue(database, verification)).isNotEmpty();
  }

  @Test
  void noVerificationIsLeftOut() {
    assertThat(MemoryCore.index())
        .filteredOn(MemoryCore::isVerification)
        .containsExactlyInAnyOrderElementsOf(DAMAGE.keySet());
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void aHalfBuiltIndexIsNotTakenForAWholeOne(int major) throws SQLException {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    MemoryCore.apply(database, MemoryCore.migrations().subList(0, 9));
    String build = MemoryCore.text("V10__memories_superseded_by_idx.sql");

    try (Connection writer = database.connect();
        Connection builder = database.connect()) {
      writer.setAutoCommit(false);
      assertThat(Refusal.of(writer, "LOCK memory.memories IN ROW EXCLUSIVE MODE")).isEmpty();
      assertThat(Refusal.of(builder, "SET lock_timeout = '50ms'")).isEmpty();
      assertThat(Refusal.of(builder, build)).map(Refusal::sqlState).contains("55P03");
      writer.rollback();
      assertThat(Refusal.of(builder, build)).as("IF NOT EXISTS finds the leftover").isEmpty();
    }

    assertThat(MemoryCore.untrue(database, "V10__memories_superseded_by_idx.verify.sql"))
        .containsExactly("the index was built to its end");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void oldRowsThatBreakANewRuleAreSeenBeforeTheRuleIsValidated(int major) {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    List<String> files = MemoryCore.migrations();
    MemoryCore.apply(database, files.subList(0, 8));
    database.execute(
        "INSERT INTO memory.memories (project_id, agent_id, kind, content, status)"
            + " VALUES (gen_random_uuid(), 'a', 'fact', 'x', 'active');"
            + "UPDATE memory.memories SET status = 'superseded'");

    MemoryCore.apply(database, files.subList(8, 11));

    assertThat(MemoryCore.untrue(database, "V11__memories_superseded_by_rules.verify.sql"))
        .containsExactly("every superseded memory names its successor");
  }
}
