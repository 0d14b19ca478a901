package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueriesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) = 0 FROM memory.memories WHERE importance IS NULL",
        "VALUES (true), (false)",
        "TABLE memory.checks",
        "WITH a AS (SELECT 1), b AS (SELECT * FROM a) SELECT true FROM b",
        "SELECT true UNION ALL SELECT false",
        "(SELECT true)",
      })
  void aQueryIsOne(String sql) throws Exception {
    assertThat(Queries.objection(parse(sql))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO t VALUES (1) RETURNING true | INSERT is no query",
        "UPDATE t SET a = 1 | UPDATE is no query",
        "EXPLAIN SELECT 1 | EXPLAIN is no query",
        "DO $$ BEGIN END $$ | DO is no query",
        "CREATE TABLE u AS SELECT 1 | CREATE TABLE is no query",
        "SHOW server_version | SHOW is no query",
        "WITH x AS (DELETE FROM t RETURNING 1) SELECT true FROM x | may only read",
        "SELECT true FROM (WITH x AS (UPDATE t SET a = 1 RETURNING 1) SELECT * FROM x) y | may only read",
        "SELECT true INTO u FROM t | INTO",
        "SELECT true FROM t FOR UPDATE | lock",
        "SELECT true FROM (SELECT * FROM t FOR SHARE SKIP LOCKED) x | lock",
      })
  void whatDoesMoreThanReadIsNone(String sql, String why) throws Exception {
    assertThat(Queries.objection(parse(sql))).get().asString().contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT true",
        "SELECT indisvalid FROM pg_index WHERE indexrelid = 'memory.i'::regclass",
        "SELECT to_regclass('memory.memories') IS NOT NULL",
        "SELECT count(*) = 1 FROM pg_catalog.pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace",
        "SELECT bool_and(is_nullable = 'NO') FROM information_schema.columns",
        "WITH c AS (SELECT * FROM pg_constraint), d AS (SELECT * FROM c) SELECT convalidated FROM d",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < 3) SELECT true FROM r",
        "SELECT pg_get_constraintdef(oid) LIKE 'CHECK%' FROM pg_constraint",
        "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'x')",
        "SELECT x > 0 FROM generate_series(1, 3) AS x",
        "SELECT pg_catalog.has_table_privilege('app', 'memory.memories', 'SELECT')",
        "SELECT count(*) FILTER (WHERE true) OVER () > 0 FROM pg_class",
      })
  void whatReadsOnlyTheCatalogsIsKnown(String sql) throws Exception {
    assertThat(Queries.readOnlyCatalogs(parse(sql))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) = 0 FROM memory.memories",
        "SELECT count(*) = 0 FROM memories",
        "SELECT true FROM pg_class, memory.memories",
        "SELECT EXISTS (SELECT FROM memories) FROM pg_class",
        "SELECT true FROM (WITH memories AS (SELECT 1) SELECT * FROM memories) x, memories",
        "SELECT true FROM public.pg_class",
        "SELECT true UNION ALL SELECT a FROM t",
        "TABLE t",
        "SELECT memory.check_all()",
        "SELECT check_all()",
        "SELECT memory.count(1)",
        "SELECT nextval('s') > 0",
        "SELECT true FROM query_to_xml('SELECT * FROM t', true, true, '')",
        "SELECT table_to_xml('t', true, true, '') IS NOT NULL",
        "SELECT last_value > 0 FROM memory.memories_id_seq",
      })
  void whatMayReadDataIsNotOnlyCatalogs(String sql) throws Exception {
    assertThat(Queries.readOnlyCatalogs(parse(sql))).isFalse();
  }

  private static Statement parse(String sql) throws SqlSyntaxException {
    return SqlParser.shared().parse(sql).get(0);
  }
}
