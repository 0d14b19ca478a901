package dev.memdb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.Condition;
import dev.memdb.api.MemoryDatabase;
import dev.memdb.testkit.OperatorFixture;
import dev.memdb.testkit.Resources;
import dev.memdb.testkit.TestMemoryDatabase;
import dev.memdb.testkit.TestNamespace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/failure-modes.md says under UnsafeMigration. */
class SafetyIT {
  private static final String INDEX = "V4__note_idx.sql";
  private static final String UNSAFE =
      "-- for the list\nCREATE INDEX memory_note_idx ON app.memory (note);";
  private static final String SAFE =
      "CREATE INDEX CONCURRENTLY IF NOT EXISTS memory_note_idx ON app.memory (note);";

  private TestNamespace namespace;
  private OperatorFixture operator;

  @BeforeEach
  void start() {
    namespace = TestNamespace.create();
    operator = OperatorFixture.start(namespace);
  }

  @AfterEach
  void stop() {
    operator.close();
    namespace.close();
  }

  /** Without a word in the spec. */
  @Test
  void anUnsafeVersionIsAppliedNowhereUntilItsFileIsCorrected() {
    TestMemoryDatabase mdb = atTwo("block");

    mdb.files(with(UNSAFE)).target("4");
    MemoryDatabase stalled = mdb.awaitReason("UnsafeMigration");
    mdb.await("production at 3", m -> "3".equals(mdb.environment("production").version()));

    assertThat(mdb.environment("staging").version()).isEqualTo("3");
    Condition source = Resources.condition(stalled, "SourceReady").orElseThrow();
    assertThat(source.status()).isEqualTo("False");
    assertThat(source.reason()).isEqualTo("UnsafeMigration");
    assertThat(source.message())
        .startsWith(INDEX + ":2: ")
        .contains("[require-concurrent-index-creation]", "CREATE INDEX CONCURRENTLY");
    mdb.awaitReason("production", "UnsafeMigration");
    assertThat(mdb.environment("staging").pending()).containsExactly("4");
    assertThat(indexes(mdb)).isEqualTo("0 0");
    assertThat(mdb.news()).anyMatch(n -> n.startsWith("UnsafeMigration: staging: " + INDEX));

    mdb.files(with(SAFE));
    MemoryDatabase ready = mdb.awaitReady();
    assertThat(Resources.condition(ready, "SourceReady").orElseThrow().status()).isEqualTo("True");
    assertThat(indexes(mdb)).isEqualTo("1 1");
  }

  @Test
  void itIsStillSoAfterARestartAndNothingFlaps() {
    TestMemoryDatabase mdb = atTwo("restart");
    mdb.files(with(UNSAFE)).target("4");
    mdb.awaitReason("production", "UnsafeMigration");
    MemoryDatabase before = mdb.await("quiet", m -> "UnsafeMigration".equals(reason(m)));

    operator.close();
    operator = OperatorFixture.start(namespace);
    namespace.memoryDatabase("other").create("1", Sql.upTo(1)).awaitReady();

    MemoryDatabase after = mdb.get();
    assertThat(after.getStatus().conditions()).isEqualTo(before.getStatus().conditions());
    assertThat(mdb.events()).filteredOn(e -> e.getReason().equals("Migrating")).hasSizeLessThan(5);
  }

  @Test
  void warnTellsAndGoesOn() {
    TestMemoryDatabase mdb = atTwo("warn");
    mdb.patch("{\"spec\":{\"safety\":{\"unsafeDDL\":\"Warn\"}}}");

    mdb.files(with(UNSAFE)).target("4").awaitReady();

    assertThat(indexes(mdb)).isEqualTo("1 1");
    for (String environment : new String[] {"staging", "production"}) {
      assertThat(mdb.news())
          .anyMatch(
              n ->
                  n.startsWith("UnsafeMigration: " + environment + ": " + INDEX + ":2: ")
                      && n.contains("safety.unsafeDDL: Warn"));
    }
  }

  /** Names without a schema are where spec.schemas says: that table is asked for, and named. */
  @Test
  void namesAreLookedForInTheSchemasOfTheSpec() {
    TestMemoryDatabase mdb = atTwo("path");
    String free = "ALTER TABLE memory ALTER COLUMN body TYPE varchar;"; // from text, as it is there
    String index = "CREATE INDEX memory_note_idx ON memory (body);";

    mdb.files(Sql.with(Sql.with(Sql.upTo(2), "V3__body.sql", free), INDEX, index)).target("4");
    MemoryDatabase stalled = mdb.awaitReason("UnsafeMigration");
    mdb.await("production at 3", m -> "3".equals(mdb.environment("production").version()));

    assertThat(Resources.condition(stalled, "SourceReady").orElseThrow().message())
        .startsWith(INDEX + ":1: ")
        .contains("app.memory is indexed under SHARE");
  }

  /** Each try is a run of its own; what it applies was told by the first. */
  @Test
  void warnTellsOnceHoweverOftenItIsTried() throws SQLException {
    TestMemoryDatabase mdb = atTwo("once");
    mdb.patch("{\"spec\":{\"safety\":{\"unsafeDDL\":\"Warn\"}}}");
    String tries = "SELECT count(*) FROM memdb.run WHERE target_version = '4'";

    try (Connection writer = mdb.staging().connect();
        Statement s = writer.createStatement()) {
      s.execute("BEGIN; LOCK TABLE app.memory IN ROW EXCLUSIVE MODE");
      mdb.files(with(UNSAFE)).target("4");
      mdb.await("a third try", m -> Integer.parseInt(mdb.staging().value(tries)) > 2);
    }
    mdb.awaitReady();

    assertThat(mdb.events())
        .filteredOn(e -> e.getReason().equals("UnsafeMigration"))
        .filteredOn(e -> e.getMessage().startsWith("staging: "))
        .singleElement()
        .satisfies(e -> assertThat(e.getCount()).isEqualTo(1));
  }

  /** The same file is harmless where the table is made by what is applied with it. */
  @Test
  void aNewResourceWithTheWholeSetIsReady() {
    TestMemoryDatabase mdb = namespace.memoryDatabase("fresh");
    Map<String, String> files = with(UNSAFE);
    mdb.create("4", files).patch("{\"spec\":{\"safety\":null}}").awaitReady();
    assertThat(indexes(mdb)).isEqualTo("1 1");
  }

  /** Four files, of which the third is harmless. */
  private static Map<String, String> with(String index) {
    String column = "ALTER TABLE app.memory ADD COLUMN note text;";
    return Sql.with(Sql.with(Sql.upTo(2), "V3__note.sql", column), INDEX, index);
  }

  private TestMemoryDatabase atTwo(String name) {
    TestMemoryDatabase mdb = namespace.memoryDatabase(name).create("2", Sql.upTo(2));
    mdb.patch("{\"spec\":{\"safety\":null}}").awaitReady();
    return mdb;
  }

  private static String reason(MemoryDatabase mdb) {
    return Resources.condition(mdb, "Ready").orElseThrow().reason();
  }

  private static String indexes(TestMemoryDatabase mdb) {
    String count = "SELECT count(*) FROM pg_class WHERE relname = 'memory_note_idx'";
    return mdb.staging().value(count) + " " + mdb.production().value(count);
  }
}
