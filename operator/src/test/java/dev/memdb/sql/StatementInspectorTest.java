package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementInspectorTest {
  private final StatementInspector inspector = new StatementInspector();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE INDEX CONCURRENTLY i ON t (a) | CREATE INDEX CONCURRENTLY",
        "CREATE UNIQUE /* c */ INDEX /* d */ CONCURRENTLY IF NOT EXISTS i ON t (a) | CREATE INDEX CONCURRENTLY",
        "DROP INDEX CONCURRENTLY i | DROP INDEX CONCURRENTLY",
        "REINDEX INDEX CONCURRENTLY i | REINDEX CONCURRENTLY",
        "REINDEX (VERBOSE, CONCURRENTLY) TABLE t | REINDEX CONCURRENTLY",
        "REINDEX SCHEMA s | REINDEX SCHEMA",
        "REINDEX DATABASE d | REINDEX DATABASE",
        "REINDEX SYSTEM d | REINDEX SYSTEM",
        "ALTER TABLE p DETACH PARTITION c CONCURRENTLY | DETACH PARTITION … CONCURRENTLY",
        "VACUUM | VACUUM",
        "VACUUM (FULL) t | VACUUM",
        "CLUSTER | CLUSTER of all tables",
        "ALTER SYSTEM SET work_mem = '1MB' | ALTER SYSTEM",
        "CREATE DATABASE d | CREATE DATABASE",
        "DROP DATABASE IF EXISTS d | DROP DATABASE",
        "ALTER DATABASE d SET TABLESPACE x | ALTER DATABASE … SET TABLESPACE",
        "CREATE TABLESPACE x LOCATION '/x' | CREATE TABLESPACE",
        "DROP TABLESPACE x | DROP TABLESPACE",
        "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p | CREATE SUBSCRIPTION",
        "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (create_slot) | CREATE SUBSCRIPTION",
        "DROP SUBSCRIPTION s | DROP SUBSCRIPTION",
        "ALTER SUBSCRIPTION s REFRESH PUBLICATION | ALTER SUBSCRIPTION … REFRESH",
        "ALTER SUBSCRIPTION s SET PUBLICATION p | ALTER SUBSCRIPTION with refresh",
        "DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$ | a DO block that commits",
        "DO $$ BEGIN BEGIN NULL; EXCEPTION WHEN others THEN ROLLBACK; END; END $$ | a DO block that commits",
      })
  void whatCannotRunInATransactionIsKnown(String sql, String name) throws Exception {
    Inspection inspection = inspect(sql);
    assertThat(inspection.outsideTransaction()).isEqualTo(name);
    assertThat(inspection.transactional()).isFalse();
    assertThat(inspection.objections()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX \"concurrently\" ON t (a)",
        "SELECT 'CREATE INDEX CONCURRENTLY i ON t (a)'",
        "DROP INDEX i",
        "REINDEX TABLE t",
        "REINDEX (CONCURRENTLY false) TABLE t",
        "ALTER TABLE p DETACH PARTITION c",
        "ALTER TABLE p DETACH PARTITION c FINALIZE",
        "ANALYZE t",
        "CLUSTER t USING i",
        "ALTER DATABASE d SET work_mem = '1MB'",
        "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (connect = off)",
        "CREATE SUBSCRIPTION s CONNECTION 'c' PUBLICATION p WITH (create_slot = false)",
        "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
        "ALTER SUBSCRIPTION s DISABLE",
        "ALTER TYPE e ADD VALUE 'x'",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "DO $$ BEGIN RAISE NOTICE 'COMMIT'; END $$",
        "DO $$ DECLARE commit int; BEGIN commit := 1; END $$",
        "DO LANGUAGE plperl 'COMMIT'",
        "DO LANGUAGE plpgsql",
        "DO $$ BEGIN this is not understood END $$",
        "CREATE PROCEDURE p() LANGUAGE plpgsql",
        "CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1; END",
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$",
        "LISTEN memory",
        "NOTIFY memory, 'x'",
        "SET ROLE r",
        "SET SESSION AUTHORIZATION r",
        "RESET ALL",
        "DISCARD TEMP",
        "COPY t FROM '/srv/rows.csv'",
        "COPY t TO '/srv/rows.csv'",
        "SELECT pg_advisory_unlock(1)",
        "SELECT pg_advisory_unlock(1835363684, 2)",
        "SELECT pg_advisory_unlock(1835363684)",
        "LOCK TABLE t IN SHARE MODE",
        "EXPLAIN SELECT 1",
      })
  void whatIsHarmlessIsLeftAlone(String sql) throws Exception {
    assertThat(inspect(sql)).isEqualTo(new Inspection(null, List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BEGIN | BEGIN is transaction control",
        "START TRANSACTION READ ONLY | START TRANSACTION is transaction control",
        "COMMIT | COMMIT is transaction control",
        "END | COMMIT is transaction control",
        "ROLLBACK | ROLLBACK is transaction control",
        "ABORT | ROLLBACK is transaction control",
        "SAVEPOINT a | SAVEPOINT is transaction control",
        "RELEASE a | RELEASE SAVEPOINT is transaction control",
        "ROLLBACK TO a | ROLLBACK TO SAVEPOINT is transaction control",
        "PREPARE TRANSACTION 'a' | PREPARE TRANSACTION is transaction control",
        "COMMIT PREPARED 'a' | COMMIT PREPARED is transaction control",
        "ROLLBACK PREPARED 'a' | ROLLBACK PREPARED is transaction control",
        "COPY t FROM STDIN | INSERT INTO",
        "COPY t (a, b) FROM STDIN WITH (FORMAT csv) | INSERT INTO",
        "COPY t TO STDOUT | nobody",
        "COPY t FROM PROGRAM 'curl x' | runs a program",
        "COPY (SELECT 1) TO PROGRAM 'curl x' | runs a program",
        "DISCARD ALL | drops the lock",
        "SELECT pg_advisory_unlock_all() | drops the lock",
        "SELECT 1 FROM t WHERE EXISTS (SELECT pg_catalog.pg_advisory_unlock_all()) | drops the lock",
        "EXPLAIN ANALYZE SELECT pg_advisory_unlock_all() | drops the lock",
        "INSERT INTO t SELECT pg_advisory_unlock(1835363684, 1) | drops the lock",
        "SELECT pg_advisory_unlock(1835363684::int, CAST(1 AS int)) | drops the lock",
        "DO $$ BEGIN PERFORM pg_advisory_unlock_all(); END $$ | drops the lock",
        "DO $$ DECLARE x text := pg_advisory_unlock_all(); BEGIN END $$ | drops the lock",
        "DO $$ DECLARE x text[]; BEGIN x[1] := pg_advisory_unlock_all(); END $$ | drops the lock",
        "DO $$ BEGIN IF pg_advisory_unlock(1835363684, 1) THEN NULL; END IF; END $$ | drops the lock",
        "DO $$ BEGIN EXECUTE 'SELECT pg_advisory_unlock_all()'; END $$ | drops the lock",
        "DO $$ BEGIN EXECUTE $q$DISCARD ALL$q$; END $$ | drops the lock",
        "DO $$ DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT pg_advisory_unlock_all()' LOOP END LOOP; END $$ | drops the lock",
        "DO $$ BEGIN SAVEPOINT a; END $$ | SAVEPOINT is transaction control",
        "DO $$ BEGIN EXECUTE 'COMMIT'; END $$ | COMMIT is transaction control",
        "DO $$ BEGIN COPY t FROM STDIN; END $$ | INSERT INTO",
        "DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY i ON t (a)'; END $$ | cannot run in a DO block",
        "DO $$ BEGIN VACUUM t; END $$ | cannot run in a DO block",
      })
  void whatAMigrationMustNotDoIsObjectedTo(String sql, String why) throws Exception {
    assertThat(inspect(sql).objections())
        .singleElement()
        .extracting(Objection::message)
        .asString()
        .contains(why);
  }

  @Test
  void anObjectionInsideOfABlockIsAtItsOwnLine() throws Exception {
    var script =
        """
        SELECT 1;

        -- explained
        DO LANGUAGE plpgsql
        $body$
        BEGIN
          PERFORM 1;

          PERFORM pg_advisory_unlock_all();
        END
        $body$;
        """;
    var lines = new ArrayList<Integer>();
    for (Statement statement : SqlParser.shared().parse(script)) {
      inspector.inspect(statement).objections().forEach(o -> lines.add(o.line()));
    }
    assertThat(lines).containsExactly(9);
  }

  @Test
  void aCallOfAProcedureThatCommitsIsKnownForWhatItIs() throws Exception {
    inspect("CREATE PROCEDURE memory.fill(n int) LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$");
    assertThat(inspect("CALL memory.fill(1)").outsideTransaction()).contains("procedure");
    assertThat(inspect("DO $$ BEGIN CALL memory.fill(1); END $$").transactional()).isFalse();
    assertThat(inspect("CALL memory.other()").transactional()).isTrue();
    inspect("CREATE OR REPLACE PROCEDURE memory.fill() LANGUAGE plpgsql AS $$ BEGIN END $$");
    assertThat(inspect("CALL memory.fill(1)").transactional()).isTrue();
  }

  private Inspection inspect(String sql) throws SqlSyntaxException {
    return inspector.inspect(SqlParser.shared().parse(sql).get(0));
  }
}
