package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.Statement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrationSetLoaderTest {

  @Test
  void aSetIsInTheOrderOfItsVersions() {
    MigrationSet set =
        Files.load(
            "V10__last_one.sql", "SELECT 10",
            "V9__b.sql", "SELECT 9",
            "V8__first.sql", "SELECT 8");
    assertThat(set.migrations())
        .extracting(m -> m.version().text())
        .containsExactly("8", "9", "10");
    assertThat(set.latest()).isEqualTo(Version.of("10"));
    assertThat(set.find(Version.of("009")))
        .get()
        .extracting(Migration::fileName)
        .isEqualTo("V9__b.sql");
    assertThat(set.find(Version.of("7"))).isEmpty();
    assertThat(set.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(set.from()).isEqualTo("test");
  }

  @Test
  void aMigrationSaysWhatItIs() {
    byte[] content = "\uFEFF-- why\r\nSELECT 1;\r\nSELECT 2".getBytes(StandardCharsets.UTF_8);
    var result =
        new MigrationSetLoader().load("test", Map.of("V001_2__add__memory_index.sql", content));
    Migration migration = ((LoadResult.Loaded) result).set().migrations().get(0);
    assertThat(migration.version()).hasToString("1.2");
    assertThat(migration.description()).isEqualTo("add  memory index");
    assertThat(migration.sql()).startsWith("-- why");
    assertThat(migration.transactional()).isTrue();
    assertThat(migration.verification()).isNull();
    assertThat(migration.sha256()).isEqualTo(Digests.sha256(content));
    assertThat(migration.statements()).extracting(Statement::line).containsExactly(2, 3);
  }

  @Test
  void aStatementOutsideOfTransactionsHasAFileOfItsOwn() {
    MigrationSet set =
        Files.load("V1__i.sql", "-- slow\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);\n");
    assertThat(set.migrations().get(0).transactional()).isFalse();
    assertThat(
            Files.problems(
                "V1__i.sql",
                "SET lock_timeout = 0;\nCREATE INDEX CONCURRENTLY i ON t (a);\nVACUUM t"))
        .satisfiesExactly(
            p ->
                assertThat(p)
                    .startsWith("V1__i.sql:2: CREATE INDEX CONCURRENTLY")
                    .contains("of its own"),
            p -> assertThat(p).startsWith("V1__i.sql:3: VACUUM"));
  }

  @Test
  void aProcedureThatCommitsIsRememberedInTheOrderOfTheVersions() {
    String create = "CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$";
    MigrationSet set = Files.load("V10__b.sql", "CALL fill()", "V9__a.sql", create);
    assertThat(set.migrations()).extracting(Migration::transactional).containsExactly(true, false);
  }

  @Test
  void whatAMigrationMustNotDoIsRefusedAtItsLine() {
    assertThat(
            Files.problems(
                "V1__a.sql", "BEGIN;\nSELECT 1;\nCOMMIT;",
                "V2__b.sql", "SELECT 1;\n\nDISCARD ALL",
                "V3__c.sql", "COPY t FROM STDIN;\n1\tx\n\\.\n",
                "V4__d.sql", "COPY t FROM STDIN",
                "V5__e.sql", "SELECT 1;\nSELEC 2",
                "V6__f.sql", "\\set ON_ERROR_STOP on\nSELECT 1"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("V1__a.sql:1: BEGIN"),
            p -> assertThat(p).startsWith("V1__a.sql:3: COMMIT"),
            p -> assertThat(p).startsWith("V2__b.sql:3: DISCARD ALL"),
            p -> assertThat(p).startsWith("V3__c.sql:1: COPY"),
            p -> assertThat(p).startsWith("V4__d.sql:1: COPY"),
            p -> assertThat(p).startsWith("V5__e.sql:2: syntax error at or near \"SELEC\""),
            p -> assertThat(p).startsWith("V6__f.sql:1: this is a command of psql"));
  }

  @Test
  void whatIsNotTextOrEmptyIsRefused() {
    byte[] latin1 = "-- ok\nSELECT 'größe'".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf16 = "SELECT 1".getBytes(StandardCharsets.UTF_16);
    byte[] cut = Arrays.copyOf("SELECT 'ä".getBytes(StandardCharsets.UTF_8), 9);
    var files = Files.of("V1__a.sql", "-- nothing\n;", "V2__b.sql", "", "V6__f.sql", "SELECT '\0'");
    files.put("V3__c.sql", latin1);
    files.put("V4__d.sql", utf16);
    files.put("V5__e.sql", cut);
    assertThat(Files.problems(files))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("V1__a.sql: it has no statement"),
            p -> assertThat(p).startsWith("V2__b.sql: it has no statement"),
            p -> assertThat(p).startsWith("V3__c.sql:2: it is not UTF-8"),
            p -> assertThat(p).startsWith("V4__d.sql:1: it is not UTF-8"),
            p -> assertThat(p).startsWith("V5__e.sql:1: it is not UTF-8"),
            p -> assertThat(p).startsWith("V6__f.sql:1: it contains a NUL character"));
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsParsed() {
    var large = Map.of("V1__a.sql", new byte[SqlParser.MAX_BYTES + 1]);
    assertThat(Files.problems(large)).singleElement().asString().contains("at most 1 MiB");

    var total = Files.of();
    for (int i = 1; i <= 5; i++) {
      total.put("V" + i + "__a.sql", new byte[SqlParser.MAX_BYTES]);
    }
    assertThat(Files.problems(total)).singleElement().asString().contains("at most 4 MiB");

    var many = Files.of();
    for (int i = 1; i <= MergedFiles.MAX_FILES + 1; i++) {
      many.put("V" + i + "__a.sql", new byte[1]);
    }
    assertThat(Files.problems(many)).singleElement().asString().contains("at most 2000");
    assertThat(Files.problems(Map.of())).containsExactly("there are no files");
  }

  @Test
  void aVersionIsThereOnce() {
    assertThat(
            Files.problems(
                "V1__a.sql", "SELECT 1", "V001__b.sql", "SELECT 1", "V1.0__c.sql", "SELECT 1"))
        .hasSize(2)
        .allSatisfy(p -> assertThat(p).contains("the same version as"));
  }

  @Test
  void aMissingNumberIsNamed() {
    assertThat(
            Files.problems(
                "V1__a.sql", "SELECT 1", "V2__b.sql", "SELECT 1", "V4__c.sql", "SELECT 1"))
        .containsExactly(
            "version 3 is missing. Add what was forgotten, or number the files without a gap.");
    assertThat(
            Files.problems(
                "V3__a.sql", "SELECT 1", "V5__b.sql", "SELECT 1", "V9__c.sql", "SELECT 1"))
        .singleElement()
        .asString()
        .startsWith("versions 4, 6 to 8 are missing.");
  }

  @Test
  void versionsThatAreNotCountedMayHaveGaps() {
    Files.load("V1.1__a.sql", "SELECT 1", "V1.4__b.sql", "SELECT 1");
    Files.load("V20260101__a.sql", "SELECT 1", "V20260704__b.sql", "SELECT 1");
    Files.load("V20260101120000__a.sql", "SELECT 1", "V20260704100000__b.sql", "SELECT 1");
    Files.load("V10__a.sql", "SELECT 1", "V20__b.sql", "SELECT 1", "V25__c.sql", "SELECT 1");
    Files.load("V7__a.sql", "SELECT 1", "V8__b.sql", "SELECT 1");
  }

  @Test
  void severalSourcesAreOneSet() {
    var a = new Source("ConfigMap a", Files.of("V1__a.sql", "SELECT 1", "V3__c.sql", "SELECT 3"));
    var b = new Source("ConfigMap b", Files.of("V2__b.sql", "SELECT 2"));
    var loader = new MigrationSetLoader();
    var both = (LoadResult.Loaded) loader.load("ConfigMap a, b", List.of(a, b));
    assertThat(both.set().migrations()).hasSize(3);
    assertThat(both.set().from()).isEqualTo("ConfigMap a, b");
    assertThat(((LoadResult.Loaded) loader.load("x", List.of(b, a))).set().digest())
        .isEqualTo(both.set().digest());

    var again = new Source("ConfigMap c", Files.of("V2__b.sql", "SELECT 2"));
    assertThat(Files.problems(loader.load("x", List.of(a, b, again))))
        .containsExactly(
            "V2__b.sql: it is in ConfigMap b and in ConfigMap c; take it out of one of them");
  }

  @Test
  void everyProblemIsToldAtOnceInTheOrderOfTheFiles() {
    assertThat(
            Files.problems(
                "notes.txt", "x",
                "V5__e.sql", "COMMIT;\nSELEC",
                "V2__b.sql", "ROLLBACK; DISCARD ALL",
                "V2__b.verify.sql", "DELETE FROM t"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("versions 3 to 4 are missing"),
            p -> assertThat(p).startsWith("V2__b.sql:1: ROLLBACK"),
            p -> assertThat(p).startsWith("V2__b.sql:1: DISCARD ALL"),
            p -> assertThat(p).startsWith("V2__b.verify.sql:1: DELETE is no query"),
            p -> assertThat(p).startsWith("V5__e.sql:2: syntax error"),
            p -> assertThat(p).startsWith("notes.txt: nobody knows"));
  }
}
