package dev.memdb.bundled;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

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
  private static final String MEMORY =
      "INSERT INTO memory.memories (project_id, agent_id, kind, content, status)"
          + " VALUES (gen_random_uuid(), 'a', 'fact', 'x', 'active');";

  /** What could be wrong behind a version so that its verification has to notice. */
  private static final Map<String, String> DAMAGE =
      Map.ofEntries(
          entry("V1__foundation.verify.sql", "GRANT CREATE ON SCHEMA memory TO PUBLIC"),
          entry(
              "V5__audit_events.verify.sql",
              "ALTER TABLE memory.audit_events DISABLE TRIGGER audit_events_append_only"),
          entry("V6__api_keys.verify.sql", "GRANT SELECT (key_hash) ON memory.api_keys TO PUBLIC"),
          entry(
              "V7__usage_events.verify.sql",
              "ALTER TABLE memory.usage_events DETACH PARTITION memory.usage_events_later"),
          entry(
              "V10__memories_superseded_by_idx.verify.sql",
              "DROP INDEX memory.memories_superseded_by_idx;"
                  + "CREATE INDEX memories_superseded_by_idx ON memory.artifacts (memory_id)"),
          entry(
              "V11__memories_superseded_by_rules.verify.sql",
              "ALTER TABLE memory.memories DROP CONSTRAINT memories_superseded_by_check;"
                  + MEMORY
                  + "UPDATE memory.memories SET status = 'superseded'"),
          entry(
              "V12__memories_superseded_by_validated.verify.sql",
              "DROP INDEX memory.memories_source_idx"),
          entry(
              "V13__memories_content_hash.verify.sql",
              "CREATE TRIGGER zzzz_z BEFORE INSERT ON memory.memories FOR EACH ROW"
                  + " EXECUTE FUNCTION memory.keep_lifecycle('new > active')"),
          entry(
              "V14__memories_content_hash_filled.verify.sql",
              MEMORY + "UPDATE memory.memories SET content_hash = sha256('y')"),
          entry(
              "V17__memories_content_hash_required.verify.sql",
              "ALTER TABLE memory.memories DROP CONSTRAINT memories_content_hash_check"),
          entry(
              "V18__memories_known_idx.verify.sql",
              "DROP INDEX memory.memories_known_idx;"
                  + "CREATE INDEX memories_known_idx ON memory.artifacts (memory_id)"),
          entry(
              "V19__memories_content_hash_kept.verify.sql",
              "DROP TRIGGER memories_content_hash ON memory.memories;"
                  + "CREATE TRIGGER memories_content_hash BEFORE INSERT OR UPDATE OF content"
                  + " ON memory.memories FOR EACH ROW EXECUTE FUNCTION memory.keep_content_hash()"));

  static Stream<Arguments> damages() {
    return Stream.of(14, 18)
        .flatMap(
            m -> DAMAGE.entrySet().stream().map(d -> Arguments.of(m, d.getKey(), d.getValue())));
  }

  @ParameterizedTest
  @MethodSource("damages")
  void everyVerificationNotices(int major, String verification, String damage) {
    List<String> files = MemoryCore.migrations();
    int last = files.indexOf(MemoryCore.migrationOf(verification));
    TestDatabase database = MemoryCore.install(major, files.subList(0, last + 1));
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
    TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(9));
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
    TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(8));
    database.execute(MEMORY + "UPDATE memory.memories SET status = 'superseded'");

    MemoryCore.apply(database, MemoryCore.migrations().subList(8, 11));

    assertThat(MemoryCore.untrue(database, "V11__memories_superseded_by_rules.verify.sql"))
        .containsExactly("every superseded memory names its successor");
  }
}
