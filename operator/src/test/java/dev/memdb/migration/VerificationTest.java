package dev.memdb.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final String CATALOG = "SELECT to_regclass('memory.t') IS NOT NULL;\nSELECT true";
  private static final String DATA = "SELECT count(*) = 0 FROM memory.t WHERE a IS NULL";

  @Test
  void whatReadsOnlyTheCatalogsRunsInsideTheTransaction() {
    Verification verification = verify("SELECT 1", CATALOG);
    assertThat(verification.insideTransaction()).isTrue();
    assertThat(verification.fileName()).isEqualTo("V1__a.verify.sql");
    assertThat(verification.queries()).hasSize(2);
  }

  @Test
  void oneQueryThatScansDataMovesAllBehindTheCommit() {
    assertThat(verify("SELECT 1", DATA).insideTransaction()).isFalse();
    assertThat(verify("SELECT 1", CATALOG + ";" + DATA).insideTransaction()).isFalse();
  }

  @Test
  void withoutATransactionItRunsAfterwards() {
    assertThat(verify("VACUUM t", CATALOG).insideTransaction()).isFalse();
  }

  @Test
  void itBelongsToAMigration() {
    assertThat(Files.problems("V1__a.sql", "SELECT 1", "V1__b.verify.sql", "SELECT true"))
        .containsExactly(
            "V1__b.verify.sql: there is no V1__b.sql that it could verify; name it V1__a.verify.sql");
    assertThat(Files.problems("V1__a.sql", "SELECT 1", "V2__b.verify.sql", "SELECT true"))
        .containsExactly(
            "V2__b.verify.sql: there is no V2__b.sql that it could verify; add it, or take this file"
                + " out of the set");
  }

  @Test
  void itOnlyReads() {
    assertThat(
            Files.problems(
                "V1__a.sql",
                "SELECT 1",
                "V1__a.verify.sql",
                "SELECT true;\nUPDATE t SET a = 1;\nSELECT true FROM t FOR UPDATE;\nCOMMIT;"
                    + "\nSELECT pg_advisory_unlock_all()"))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("V1__a.verify.sql:2: UPDATE is no query"),
            p -> assertThat(p).startsWith("V1__a.verify.sql:3: FOR UPDATE"),
            p -> assertThat(p).startsWith("V1__a.verify.sql:4: COMMIT is no query"),
            p -> assertThat(p).startsWith("V1__a.verify.sql:5: pg_advisory_unlock_all()"));
  }

  @Test
  void anEmptyOrBrokenOneIsRefused() {
    assertThat(Files.problems("V1__a.sql", "SELECT 1", "V1__a.verify.sql", "-- later"))
        .singleElement()
        .asString()
        .startsWith("V1__a.verify.sql: it has no statement");
    assertThat(Files.problems("V1__a.sql", "SELECT 1", "V1__a.verify.sql", "SELECT true;\nSELEC"))
        .singleElement()
        .asString()
        .startsWith("V1__a.verify.sql:2: syntax error");
  }

  private static Verification verify(String migration, String verification) {
    return Files.load("V1__a.sql", migration, "V1__a.verify.sql", verification)
        .migrations()
        .get(0)
        .verification();
  }
}
