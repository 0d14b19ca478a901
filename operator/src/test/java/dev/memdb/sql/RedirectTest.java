package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          CREATE INDEX IF NOT EXISTS i ON memory.t (a)                       | CREATE INDEX IF NOT EXISTS i ON s."t" (a)
          create index concurrently if not exists i on only t (a)            | create index  if not exists i on only s."t" (a)
          CREATE INDEX /* ä CONCURRENTLY */ i ON "M y" . "t""x" (a)          | CREATE INDEX /* ä CONCURRENTLY */ i ON s."t""x" (a)
          CREATE TABLE IF NOT EXISTS memory.t (i int REFERENCES memory.t)    | CREATE TABLE IF NOT EXISTS s."t" (i int REFERENCES memory.t)
          CREATE OR REPLACE VIEW memory.v AS SELECT * FROM memory.t          | CREATE OR REPLACE VIEW s."v" AS SELECT * FROM memory.t
          ALTER TABLE IF EXISTS memory.t ADD COLUMN IF NOT EXISTS t int      | ALTER TABLE IF EXISTS s."t" ADD COLUMN IF NOT EXISTS t int
          """)
  void nothingButTheNameIsAnother(String sql, String expected) throws SqlSyntaxException {
    assertThat(Redirect.to(SqlParser.shared().parse(sql).get(0), "s")).contains(expected);
  }

  /** A word that only looks like the one that must go: better nothing than another statement. */
  @Test
  void whatIsNotTheSameStatementIsRefused() throws SqlSyntaxException {
    String sql = "CREATE INDEX /* CONCURRENTLY */ CONCURRENTLY i ON memory.t (a)";

    assertThat(Redirect.to(SqlParser.shared().parse(sql).get(0), "s")).isEmpty();
  }
}
