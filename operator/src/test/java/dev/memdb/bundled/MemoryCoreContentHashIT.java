package dev.memdb.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.OnEachPostgres;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.util.List;

/** The column content_hash at each station of its way: what PostgreSQL does to whom, and when. */
class MemoryCoreContentHashIT {
  private static final String PROJECT = "'11111111-1111-1111-1111-111111111111'";
  private static final String RIGHT =
      "SELECT content_hash IS NOT DISTINCT FROM sha256(convert_to(content, 'UTF8'))"
          + " FROM memory.memories ORDER BY id";
  private static final String OLD = "2026-01-01 00:00:00+00";
  private static final String UPDATED =
      "SELECT CASE updated_at WHEN '" + OLD + "' THEN 'old' ELSE 'new' END FROM memory.memories";

  @OnEachPostgres
  void newAndChangedMemoriesAreHashedFromTheExpansionOn(int major) {
    TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(12));
    database.execute(memory("first") + memory("second"));
    MemoryCore.apply(database, MemoryCore.migrations().subList(12, 13));
    assertThat(database.column(RIGHT)).as("not yet filled").containsExactly("f", "f");

    database.execute(memory("zażółć 記憶") + "UPDATE memory.memories SET kind = 'fact' WHERE id = 2");

    assertThat(database.column(RIGHT)).containsExactly("f", "t", "t");
    database.execute("UPDATE memory.memories SET content = 'changed' WHERE id = 2");
    assertThat(database.column(RIGHT)).as("never stale").containsExactly("f", "t", "t");
  }

  /** The application cannot know of the column yet, and must not suffer from it. */
  @OnEachPostgres
  void aContentThatCannotBeHashedDoesNotFailBesideTheBackfill(int major) {
    TestDatabase admin = PostgresServer.shared(major).admin();
    TestDatabase model = PostgresServer.shared(major).createDatabase();
    String name = model.name() + "_ascii";
    admin.execute(
        "CREATE DATABASE %s OWNER \"%s\" ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"
            .formatted(name, model.user()));
    TestDatabase database =
        new TestDatabase(model.host(), model.port(), name, model.user(), model.password());
    MemoryCore.apply(database, MemoryCore.upTo(13));
    String poison = memory("x").replace("'x'", "E'\\xff'");

    assertThat(Refusal.of(database, poison)).isEmpty();
    assertThat(database.value("SELECT content_hash FROM memory.memories")).isNull();
    assertThat(Refusal.of(database, "UPDATE memory.memories SET importance = 7")).isEmpty();
  }

  @OnEachPostgres
  void aHashThatIsFilledInIsNoChangeOfTheMemory(int major) {
    TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(12));
    database.execute(memory("x"));

    MemoryCore.apply(database, MemoryCore.migrations().subList(12, 14));

    assertThat(database.column(RIGHT)).containsExactly("t");
    assertThat(database.value(UPDATED)).isEqualTo("old");
    database.execute("UPDATE memory.memories SET importance = importance");
    assertThat(database.value(UPDATED)).isEqualTo("new");
  }

  /** Also one that a later version adds: an UPDATE of it must move updated_at. */
  @OnEachPostgres
  void everyColumnButTheHashIsAChangeOfTheMemory(int major) {
    TestDatabase database = MemoryCore.install(major);

    assertThat(
            database.column(
                "SELECT attname FROM pg_attribute JOIN pg_trigger ON tgrelid = attrelid"
                    + " WHERE tgname = 'memories_lifecycle' AND attnum > 0 AND NOT attisdropped"
                    + " AND attnum <> ALL (tgattr::int2[])"))
        .containsExactly("content_hash");
  }

  @OnEachPostgres
  void aWrongHashIsRefusedFromTheRuleOnAndSetRightInTheEnd(int major) {
    TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(15));
    String wrong =
        "INSERT INTO memory.memories (project_id, agent_id, kind, content, content_hash)"
            + " VALUES ("
            + PROJECT
            + ", 'a', 'fact', 'x', sha256('y'))";

    assertThat(Refusal.of(database, wrong))
        .map(Refusal::constraint)
        .contains("memories_content_hash_check");
    MemoryCore.apply(database, MemoryCore.migrations().subList(15, 19));

    assertThat(Refusal.of(database, wrong)).isEmpty();
    assertThat(database.column(RIGHT)).containsExactly("t");
    for (String change :
        List.of("content = 'z'", "content_hash = sha256('z')", "content_hash = NULL")) {
      database.execute("UPDATE memory.memories SET " + change);
      assertThat(database.column(RIGHT)).as(change).containsExactly("t");
    }
  }

  /** PostgreSQL counts the scans of DDL too; under this lock one would stop everybody. */
  @OnEachPostgres
  void requiringItReadsNoRow(int major) {
    TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(16));
    database.execute(memory("x"));

    assertThat(
            Script.run(
                database,
                "BEGIN;"
                    + MemoryCore.text("V17__memories_content_hash_required.sql")
                    + "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables"
                    + " WHERE relid = 'memory.memories'::regclass"))
        .containsExactly("0");
    assertThat(
            Script.run(
                database,
                "BEGIN; ALTER TABLE memory.memories DROP CONSTRAINT memories_content_hash_check;"
                    + MemoryCore.text("V17__memories_content_hash_required.sql")
                    + "SELECT sum(seq_tup_read) FROM pg_stat_xact_user_tables"
                    + " WHERE relid = 'memory.memories'::regclass"))
        .as("without the constraint it would")
        .containsExactly("1");
  }

  /** A subscriber applies what comes as a replica, where ordinary triggers do not fire. */
  @OnEachPostgres
  void rowsThatComeByReplicationAreHashedToo(int major) {
    for (int version : List.of(13, 19)) {
      TestDatabase database = MemoryCore.install(major, MemoryCore.upTo(version));

      PostgresServer.shared(major)
          .adminOf(database.name())
          .execute("SET session_replication_role = replica; " + memory("x"));

      assertThat(database.column(RIGHT)).as("at version " + version).containsExactly("t");
    }
  }

  private static String memory(String content) {
    return "INSERT INTO memory.memories (project_id, agent_id, kind, content, updated_at) VALUES ("
        + (PROJECT + ", 'a', 'fact', '" + content + "', '" + OLD + "');");
  }
}
