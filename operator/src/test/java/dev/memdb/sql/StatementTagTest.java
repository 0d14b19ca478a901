package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTagTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t (a int) | CREATE TABLE",
        "CREATE TABLE t AS SELECT 1 | CREATE TABLE",
        "CREATE MATERIALIZED VIEW v AS SELECT 1 | CREATE MATERIALIZED VIEW",
        "CREATE VIEW v AS SELECT 1 | CREATE VIEW",
        "CREATE INDEX CONCURRENTLY i ON t (a) | CREATE INDEX",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1' | CREATE FUNCTION",
        "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1' | CREATE PROCEDURE",
        "CREATE AGGREGATE a (int) (SFUNC = f, STYPE = int) | CREATE AGGREGATE",
        "ALTER TABLE t ADD COLUMN b int | ALTER TABLE",
        "ALTER INDEX i SET (fillfactor = 90) | ALTER INDEX",
        "ALTER TABLE t RENAME COLUMN a TO b | ALTER TABLE",
        "ALTER TABLE t RENAME CONSTRAINT a TO b | ALTER TABLE",
        "ALTER TABLE t RENAME TO u | ALTER TABLE",
        "ALTER TYPE e ADD VALUE 'x' | ALTER TYPE",
        "ALTER FUNCTION f() OWNER TO r | ALTER FUNCTION",
        "DROP MATERIALIZED VIEW v | DROP MATERIALIZED VIEW",
        "DROP TABLE t, u | DROP TABLE",
        "DROP TEXT SEARCH CONFIGURATION c | DROP TEXT SEARCH CONFIGURATION",
        "BEGIN | BEGIN",
        "ROLLBACK TO SAVEPOINT s | ROLLBACK TO SAVEPOINT",
        "GRANT SELECT ON t TO r | GRANT",
        "REVOKE SELECT ON t FROM r | REVOKE",
        "VACUUM t | VACUUM",
        "ANALYZE t | ANALYZE",
        "SET ROLE r | SET",
        "RESET ALL | RESET ALL",
        "DISCARD TEMP | DISCARD TEMP",
        "INSERT INTO t VALUES (1) | INSERT",
        "WITH x AS (SELECT 1) DELETE FROM t | DELETE",
        "VALUES (1) | SELECT",
      })
  void aTagIsWhatPeopleSay(String sql, String tag) throws Exception {
    assertThat(SqlParser.shared().parse(sql))
        .singleElement()
        .extracting(Statement::tag)
        .isEqualTo(tag);
  }
}
