package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlParserTest {
  private final SqlParser parser = SqlParser.shared();

  @Test
  void aScriptIsSplitIntoItsStatements() throws Exception {
    var statements =
        parser.parse("-- first\nCREATE TABLE t (a int);\n\n/* x */ SELECT 'é;', 1 ;; -- end\n");
    assertThat(statements)
        .extracting(Statement::text)
        .containsExactly("CREATE TABLE t (a int)", "SELECT 'é;', 1");
    assertThat(statements).extracting(Statement::line).containsExactly(2, 4);
    assertThat(statements).extracting(Statement::kind).containsExactly("CreateStmt", "SelectStmt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n\t", ";", "-- only this", "/* and /* nested */ this */ ;;", "\uFEFF"})
  void aScriptWithoutCodeHasNoStatements(String script) throws Exception {
    assertThat(parser.parse(script)).isEmpty();
  }

  @Test
  void whatIsKeptOfAStatementOfRowsIsItsKind() throws Exception {
    var kept =
        parser.parse("INSERT INTO t VALUES (1), (2);CREATE INDEX CONCURRENTLY i ON t (a);").stream()
            .map(Statement::withoutRows)
            .toList();
    assertThat(kept)
        .extracting(Statement::text)
        .containsExactly("INSERT INTO t VALUES (1), (2)", "CREATE INDEX CONCURRENTLY i ON t (a)");
    assertThat(kept).extracting(Statement::tag).containsExactly("INSERT", "CREATE INDEX");
    assertThat(kept.get(0).node().isEmpty()).isTrue();
    assertThat(kept.get(1).node().path("concurrent").asBoolean()).isTrue();
  }

  @Test
  void semicolonsInsideOfStatementsDoNotSplitThem() throws Exception {
    var script =
        """
        DO $outer$ BEGIN PERFORM 1; EXECUTE $q$ SELECT ';' $q$; END $outer$;
        CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE 1 WHEN 1 THEN 2 END; END;
        CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM u; DELETE FROM v);
        SELECT E'\\';', ";", U&"d\\0061t;" FROM t""";
    assertThat(parser.parse(script)).hasSize(4);
  }

  @Test
  void offsetsCountCharactersWhateverTheirEncoding() throws Exception {
    String first = "CREATE TABLE größe (\"😀\" text)";
    String second = "SELECT 'naïve 😀'";
    String third = "SELECT 3";
    var script = "\uFEFF/* ä😀 */ " + first + ";\r\n\r\n-- ü\r\n" + second + ";" + third;
    var statements = parser.parse(script);
    assertThat(statements).extracting(Statement::text).containsExactly(first, second, third);
    assertThat(statements).extracting(Statement::line).containsExactly(1, 4, 4);
    for (Statement statement : statements) {
      assertThat(script.substring(statement.offset())).startsWith(statement.text());
    }
  }

  @Test
  void anErrorIsPostgresOwnAtItsLineAndColumn() {
    var e = error("SELECT 'ä😀';\r\n  CREATE TABEL t (a int);");
    assertThat(e).hasMessage("syntax error at or near \"TABEL\"");
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.column()).isEqualTo(10);
    assertThat(e.offset()).isEqualTo(24);
  }

  @Test
  void anErrorOnTheFirstLineDoesNotCountTheByteOrderMark() {
    var e = error("\uFEFFSELEC 1");
    assertThat(List.of(e.line(), e.column(), e.offset())).containsExactly(1, 1, 1);
  }

  @Test
  void anErrorAtTheEndIsAtTheEnd() {
    var e = error("SELECT 1 +\n");
    assertThat(e).hasMessage("syntax error at end of input");
    assertThat(e.line()).isIn(1, 2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'abc",
        "DO $$ BEGIN",
        "/* abc",
        "SELECT \"a",
        "SELECT (1",
        "SELECT U&'\\xyzz'"
      })
  void whatIsNotFinishedIsAnError(String script) {
    assertThat(error(script).getMessage()).isNotBlank();
  }

  @Test
  void aNulCharacterIsRefusedForItWouldHideWhatFollows() {
    var e = error("SELECT 1;\nSELECT 'a\0'; DROP TABLE t");
    assertThat(e).hasMessageContaining("NUL");
    assertThat(e.line()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT '\uD83D'", "SELECT '\uDE00'", "SELECT 1 \uD83D"})
  void halfOfASurrogatePairIsRefused(String script) {
    assertThat(error(script)).hasMessageContaining("surrogate");
  }

  @Test
  void aScriptBeyondTheLimitIsRefusedWithoutParsing() {
    assertThat(error(" ".repeat(SqlParser.MAX_BYTES + 1))).hasMessageContaining("at most 1 MiB");
  }

  @Test
  void nestingBeyondAllReasonIsRefused() throws Exception {
    for (String script :
        List.of(
            "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000),
            "SELECT 1" + " + 1".repeat(20_000),
            "SELECT 1" + " UNION SELECT 1".repeat(5_000),
            "SELECT " + "ARRAY[".repeat(50_000))) {
      assertThat(error(script).getMessage()).isNotBlank();
    }
    assertThat(parser.parse("SELECT 1" + " + 1".repeat(500))).hasSize(1);
  }

  @Test
  void plpgsqlIsParsedToo() throws Exception {
    var functions = parser.parsePlpgsql("DO $$ BEGIN COMMIT; END $$");
    assertThat(functions.findValue("PLpgSQL_stmt_commit")).isNotNull();
    assertThat(parser.parsePlpgsql("SELECT 1")).isEmpty();
    var e =
        catchThrowableOfType(
            SqlSyntaxException.class, () -> parser.parsePlpgsql("DO $$ BEGIN IF END $$"));
    assertThat(e.getMessage()).isNotBlank();
  }

  private SqlSyntaxException error(String script) {
    var e = catchThrowableOfType(SqlSyntaxException.class, () -> parser.parse(script));
    assertThat(e).as(script.substring(0, Math.min(60, script.length()))).isNotNull();
    return e;
  }
}
