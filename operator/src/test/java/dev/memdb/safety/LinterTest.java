package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.migration.LoadResult;
import dev.memdb.migration.MigrationSet;
import dev.memdb.migration.MigrationSetLoader;
import dev.memdb.migration.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LinterTest {
  private static final String ORDERS =
      "CREATE TABLE orders (id bigint PRIMARY KEY, total int, note varchar(50));";

  private static List<Finding> all(String... files) {
    var list = new ArrayList<LintFile>();
    for (String file : files) {
      list.add(new LintFile("V" + (list.size() + 1) + "__a.sql", file, true));
    }
    return Linter.judge(list, Target.of(18));
  }

  private static List<Finding> counted(String... files) {
    return all(files).stream().filter(Finding::counts).toList();
  }

  /** What is found in files that run on a database where others have run. */
  private static List<String> after(String before, String... files) {
    var list = new ArrayList<LintFile>();
    list.add(new LintFile("V1__before.sql", before, false));
    for (String file : files) {
      list.add(new LintFile("V" + (list.size() + 1) + "__a.sql", file, true));
    }
    return Linter.judge(list, Target.of(18)).stream()
        .filter(Finding::counts)
        .map(Finding::rule)
        .toList();
  }

  @Test
  void saysTheStatementThatBlocksAndWhereItStands() {
    assertThat(counted("SELECT 1;\n\n  CREATE INDEX i ON t (a);"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("require-concurrent-index-creation");
              assertThat(f.line()).isEqualTo(3);
              assertThat(f.column()).isEqualTo(3);
              assertThat(f.length()).isEqualTo("CREATE INDEX i ON t (a)".length());
              assertThat(f.message())
                  .isEqualTo(
                      "CREATE INDEX without CONCURRENTLY: t is indexed under SHARE; nobody"
                          + " writes it until the transaction ends.");
            });
  }

  @Test
  void saysThePartOfAnAlterTableThatBlocks() {
    String sql =
        "ALTER TABLE t\n  ADD COLUMN a int,\n  ADD COLUMN b uuid DEFAULT gen_random_uuid();";
    assertThat(counted(sql))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.line()).isEqualTo(3);
              assertThat(sql.substring(f.offset(), f.offset() + f.length()))
                  .isEqualTo("b uuid DEFAULT gen_random_uuid()");
            });
  }

  @Test
  void aTableOfTheSameFileIsHarmless() {
    String file =
        """
        CREATE TABLE t (a int, b int);
        CREATE INDEX i ON t (a);
        ALTER TABLE t ALTER a SET NOT NULL, ADD PRIMARY KEY (a);
        UPDATE t SET b = 1;
        """;
    assertThat(counted(file)).isEmpty();
  }

  @Test
  void aTableOfAnEarlierPendingFileIsHarmlessTooAndThatIsSaidOnce() {
    List<Finding> findings =
        all(
            ORDERS,
            "CREATE INDEX i ON orders (total);",
            "ALTER TABLE orders ALTER total SET NOT NULL;");
    assertThat(findings)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("tables-taken-for-empty");
              assertThat(f.counts()).isFalse();
              assertThat(f.message()).contains("V2__a.sql, V3__a.sql");
            });
  }

  @Test
  void aTableOfAnEarlierFileThatHasRunIsInUse() {
    assertThat(after(ORDERS, "CREATE INDEX i ON orders (total);"))
        .containsExactly("require-concurrent-index-creation");
  }

  @Test
  void aTableOfAnotherSchemaIsAnother() {
    assertThat(counted("CREATE SCHEMA a;\nCREATE TABLE a.t (x int);\nCREATE INDEX i ON b.t (x);"))
        .extracting(Finding::rule)
        .containsExactly("require-concurrent-index-creation");
    assertThat(counted("CREATE TABLE public.t (x int);\nCREATE INDEX i ON t (x);")).isEmpty();
  }

  @Test
  void whatCannotBeParsedIsAFindingAndTheOtherFilesAreJudged() {
    assertThat(counted("SELECT 1;\nCREATE TABEL t ();", "DROP TABLE t;"))
        .extracting(Finding::describe)
        .containsExactly(
            "V1__a.sql:2:8: error: syntax error at or near \"TABEL\" [syntax-error]",
            "V2__a.sql:1:1: error: DROP TABLE t: what still runs with it fails from then on,"
                + " and its rows or values are gone; t is locked under ACCESS EXCLUSIVE until the"
                + " transaction ends. [ban-drop-table]");
  }

  @Test
  void aCheckThatWasValidatedEarlierMakesSetNotNullFree() {
    String check =
        ORDERS + "ALTER TABLE orders ADD CONSTRAINT c CHECK (total IS NOT NULL) NOT VALID;";
    assertThat(after(check, "ALTER TABLE orders ALTER total SET NOT NULL;"))
        .containsExactly("adding-not-nullable-field");
    assertThat(
            after(
                check,
                "ALTER TABLE orders VALIDATE CONSTRAINT c;",
                "ALTER TABLE orders ALTER total SET NOT NULL;\nALTER TABLE orders DROP CONSTRAINT c;"))
        .isEmpty();
  }

  @Test
  void droppingTheCheckInTheSameStatementDoesNot() {
    String check = ORDERS + "ALTER TABLE orders ADD CONSTRAINT c CHECK (total IS NOT NULL);";
    assertThat(after(check, "ALTER TABLE orders ALTER total SET NOT NULL, DROP CONSTRAINT c;"))
        .containsExactly("adding-not-nullable-field");
  }

  @Test
  void changesOfTypeThatCostNothingAreNoFindings() {
    assertThat(after(ORDERS, "ALTER TABLE orders ALTER note TYPE varchar(80);")).isEmpty();
    assertThat(after(ORDERS, "ALTER TABLE orders ALTER note TYPE varchar(8);"))
        .containsExactly("changing-column-type");
    assertThat(
            after(
                ORDERS + "CREATE INDEX ON orders (id) WHERE note IS NOT NULL;",
                "ALTER TABLE orders ALTER note TYPE varchar(80);"))
        .containsExactly("changing-column-type");
  }

  @Test
  void blocksAreLookedIntoAtTheirLines() {
    String block =
        """
        DO $$
        BEGIN
          ALTER TABLE t ALTER a SET NOT NULL;
          EXECUTE 'DROP TABLE u';
          EXECUTE format('CREATE INDEX ON %I (a)', name);
          EXECUTE command;
        END
        $$;
        """;
    assertThat(counted(block))
        .extracting(f -> f.line() + " " + f.rule())
        .containsExactly(
            "3 adding-not-nullable-field",
            "4 ban-drop-table",
            "4 statement-while-holding-access-exclusive",
            "5 require-concurrent-index-creation",
            "5 statement-while-holding-access-exclusive",
            "6 opaque-dynamic-sql",
            "6 statement-while-holding-access-exclusive");
  }

  @Test
  void functionsAreLookedIntoWhereTheyAreCalled() {
    String function =
        "CREATE FUNCTION clean() RETURNS void LANGUAGE plpgsql AS $$\nBEGIN\n  DELETE FROM t;\nEND\n$$;";
    assertThat(counted(function)).isEmpty();
    assertThat(counted(function, "SELECT clean();"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("unbatched-backfill");
              assertThat(f.file()).isEqualTo("V2__a.sql");
              assertThat(f.message()).startsWith("in clean(): DELETE without WHERE");
            });
    assertThat(counted("SELECT nobody_knows();"))
        .extracting(Finding::rule)
        .containsExactly("opaque-dynamic-sql");
  }

  @Test
  void changesOfFewRowsAreNoBackfills() {
    assertThat(counted("UPDATE t SET a = 1 WHERE id = 5;")).isEmpty();
    assertThat(counted("DELETE FROM t WHERE id IN (1, 2);")).isEmpty();
    assertThat(counted("DELETE FROM t WHERE id IN (SELECT id FROM t LIMIT 100);")).isEmpty();
    assertThat(counted("UPDATE t SET a = 1 WHERE id >= 1 AND id < 100;")).isEmpty();
    assertThat(counted("INSERT INTO t SELECT * FROM u;")).isEmpty();
    for (String all :
        List.of(
            "UPDATE t SET a = 1;",
            "UPDATE t SET a = 1 WHERE a IS NULL;",
            "UPDATE t SET a = u.a FROM u WHERE u.id = t.id;",
            "DELETE FROM t WHERE id NOT IN (SELECT id FROM u);",
            "DELETE FROM t WHERE id > 100;",
            "WITH gone AS (DELETE FROM t RETURNING *) SELECT count(*) FROM gone;")) {
      assertThat(counted(all))
          .as(all)
          .extracting(Finding::rule)
          .containsExactly("unbatched-backfill");
    }
  }

  @Test
  void aKeyThatIsKnownMustBeOneOfTheTable() {
    assertThat(after(ORDERS, "UPDATE orders SET note = '' WHERE total = 5;"))
        .containsExactly("unbatched-backfill");
    assertThat(after(ORDERS, "UPDATE orders SET note = '' WHERE id = 5;")).isEmpty();
  }

  @Test
  void timeIsTakenUnderALockOnlyWhereOneIsHeld() {
    assertThat(counted("ALTER TABLE t ADD COLUMN a int;\nALTER TABLE t ADD COLUMN b int;"))
        .isEmpty();
    assertThat(counted("ALTER TABLE t ADD COLUMN a int;\nDELETE FROM u WHERE id = 1;"))
        .extracting(Finding::rule)
        .containsExactly("statement-while-holding-access-exclusive");
    assertThat(counted("ALTER TABLE t ADD COLUMN a int;", "DELETE FROM u WHERE id = 1;")).isEmpty();
    assertThat(counted("DELETE FROM u WHERE id = 1;\nALTER TABLE t ADD COLUMN a int;")).isEmpty();
  }

  @Test
  void validatingInTheSameTransactionIsAFinding() {
    String add = "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES u (id) NOT VALID;";
    String validate = "ALTER TABLE t VALIDATE CONSTRAINT c;";
    assertThat(counted(add + validate))
        .extracting(Finding::rule)
        .containsExactly("constraint-missing-not-valid");
    assertThat(counted(add, validate)).isEmpty();
  }

  @Test
  void aCommentAllowsOneRuleForOneStatement() {
    assertThat(counted("-- memdb:allow ban-drop-table it was never used\nDROP TABLE a;")).isEmpty();
    assertThat(
            counted(
                "-- memdb:allow ban-drop-table it was never used\nDROP TABLE a;\nDROP TABLE b;"))
        .extracting(f -> f.line() + " " + f.rule())
        .containsExactly("3 ban-drop-table", "3 statement-while-holding-access-exclusive");
  }

  @Test
  void aCommentNeedsAReasonAndSomethingToAllow() {
    assertThat(counted("-- memdb:allow ban-drop-table\nDROP TABLE a;"))
        .extracting(f -> f.line() + " " + f.rule())
        .containsExactly("1 allow-without-reason", "2 ban-drop-table");
    assertThat(counted("-- memdb:allow ban-drop-table why not\nSELECT 1;"))
        .extracting(Finding::rule)
        .containsExactly("unused-allow");
    assertThat(
            counted(
                "-- memdb:allow no-such-rule why not\nSELECT 1;\n-- memdb:allow ban-truncate x"))
        .extracting(Finding::message)
        .containsExactly("there is no rule no-such-rule.", "no statement follows it.");
  }

  @Test
  void aCommentInATextIsNone() {
    assertThat(counted("SELECT '\n-- memdb:allow ban-drop-table why not\n';\nDROP TABLE a;"))
        .extracting(Finding::rule)
        .containsExactly("ban-drop-table");
  }

  @Test
  void inTheContractPhaseThingsMayGo() {
    String drops = "ALTER TABLE t DROP COLUMN a;\nALTER TABLE t RENAME COLUMN b TO c;";
    assertThat(counted(drops)).hasSize(2);
    assertThat(counted("-- memdb:phase contract\n" + drops)).isEmpty();
    assertThat(counted("-- memdb:phase contract\nCREATE INDEX i ON t (a);")).hasSize(1);
  }

  @Test
  void aViewWithTheOldNameMakesARenameHarmless() {
    assertThat(counted("ALTER TABLE a RENAME TO b;\nCREATE VIEW a AS SELECT * FROM b;")).isEmpty();
  }

  @Test
  void onlyWhatIsPendingIsJudged() {
    MigrationSet set =
        ((LoadResult.Loaded)
                new MigrationSetLoader()
                    .load(
                        "a test",
                        Map.of(
                            "V1__a.sql", bytes("DROP TABLE a;"),
                            "V2__b.sql", bytes("CREATE TABLE b (id bigint PRIMARY KEY);"),
                            "V3__c.sql", bytes("CREATE INDEX ON b (id);"))))
            .set();
    assertThat(Linter.judge(set, Version.of("3"), Target.of(18)))
        .extracting(f -> f.file() + " " + f.rule())
        .containsExactly("V3__c.sql require-concurrent-index-creation");
  }

  @Test
  void anIndexOfALaterFileCountsForAForeignKey() {
    String table = "CREATE TABLE u (id int PRIMARY KEY);\nCREATE TABLE t (u int REFERENCES u);";
    assertThat(counted(table))
        .extracting(Finding::rule)
        .containsExactly("foreign-key-without-index");
    assertThat(counted(table, "CREATE INDEX ON t (u);")).isEmpty();
    assertThat(counted(table, "CREATE INDEX ON t (u) WHERE u IS NOT NULL;")).isEmpty();
    assertThat(counted(table, "CREATE INDEX ON t (u) WHERE u > 5;")).hasSize(1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
