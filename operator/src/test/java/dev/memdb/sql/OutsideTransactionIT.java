package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks real servers whether a statement runs in a transaction, and compares. */
class OutsideTransactionIT {
  private static final String OBJECTS =
      """
      CREATE SCHEMA s;
      CREATE TABLE t (a int PRIMARY KEY, b int);
      CREATE INDEX i ON t (b);
      CLUSTER t USING i;
      CREATE TABLE p (a int) PARTITION BY LIST (a);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TYPE e AS ENUM ('a');
      CREATE MATERIALIZED VIEW v AS SELECT a FROM t;
      CREATE UNIQUE INDEX ON v (a);
      CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
      CREATE PROCEDURE harmless() LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; END $$;
      """;

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE INDEX CONCURRENTLY i2 ON t (b)",
          "CREATE INDEX i2 ON t (b)",
          "DROP INDEX CONCURRENTLY i",
          "DROP INDEX i",
          "REINDEX INDEX CONCURRENTLY i",
          "REINDEX (CONCURRENTLY) TABLE t",
          "REINDEX (CONCURRENTLY false) TABLE t",
          "REINDEX TABLE t",
          "REINDEX SCHEMA s",
          "REINDEX DATABASE %s",
          "REINDEX SYSTEM %s",
          "VACUUM",
          "VACUUM t",
          "VACUUM (FULL, ANALYZE) t",
          "ANALYZE t",
          "CLUSTER",
          "CLUSTER t",
          "ALTER SYSTEM SET work_mem = '8MB'",
          "CREATE DATABASE %s_other",
          "DROP DATABASE IF EXISTS %s_other",
          "ALTER DATABASE %s SET TABLESPACE pg_default",
          "ALTER DATABASE %s SET work_mem = '8MB'",
          "CREATE TABLESPACE x LOCATION '/nowhere'",
          "DROP TABLESPACE IF EXISTS x",
          "CREATE SUBSCRIPTION u CONNECTION 'host=x' PUBLICATION x",
          "ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY",
          "ALTER TABLE p DETACH PARTITION p1",
          "ALTER TYPE e ADD VALUE 'b'",
          "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
          "CREATE TABLE u (a int)",
          "DISCARD TEMP",
          "CHECKPOINT",
          "DO $$ BEGIN COMMIT; END $$",
          "DO $$ BEGIN PERFORM 1; END $$",
          "CALL fill()",
          "CALL harmless()");

  /** Not inside a transaction block; and a COMMIT where none may be. */
  private static final Set<String> REFUSED = Set.of("25001", "2D000");

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void theParserSaysWhatTheServerDoes(int major) throws Exception {
    TestDatabase database = PostgresServer.shared(major).createDatabase();
    database.execute(OBJECTS);
    var inspector = new StatementInspector();
    for (Statement create : SqlParser.shared().parse(OBJECTS)) {
      inspector.inspect(create);
    }
    var differences = new ArrayList<String>();
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (String pattern : STATEMENTS) {
        String sql = pattern.replace("%s", database.name());
        boolean ours = inspector.inspect(SqlParser.shared().parse(sql).get(0)).transactional();
        String state = stateInTransaction(connection, sql);
        if (ours == REFUSED.contains(state)) {
          differences.add(sql + ": " + state);
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /** The error that a statement ends with behind another one, or an empty text. */
  private static String stateInTransaction(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      statement.execute(sql);
      return "";
    } catch (SQLException e) {
      return e.getSQLState();
    } finally {
      connection.rollback();
    }
  }
}
