package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxErrorsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"\\set x 1\nSELECT 1;", "\\i other.sql", "\\connect d", "\\copy t FROM 'f'"})
  void aCommandOfPsqlIsNamedAsOne(String line) {
    Objection objection = explain("SELECT 1;\n" + line);
    assertThat(objection.line()).isEqualTo(2);
    assertThat(objection.message()).contains("command of psql");
  }

  @Test
  void psqlCommandsAtTheEndOfAStatementAreSeenToo() {
    assertThat(explain("SELECT 'DROP TABLE t' \\gexec").message()).contains("command of psql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1\tone\n2\ttwo\n\\.\n",
        "1\tone\n2\ttwo\n",
        "'\tunfinished\n\\.\n",
        "\\N\t1\n\\.\n",
        "a;b;c\nd;e;f\n\\.\nSELECT 1;\n",
        "select\t1\nselect\t2\n\\.\n",
        "größe\t😀\n\\.\n",
        "\\.\n",
      })
  void rowsAfterCopyAreNotTakenForBadSql(String rows) {
    Objection objection = explain("SELECT ';';\n\nCOPY t (a, b) FROM STDIN;\n" + rows);
    assertThat(objection.message()).contains("COPY … FROM STDIN").contains("INSERT INTO");
    assertThat(objection.line()).isEqualTo(3);
  }

  @Test
  void anyOtherErrorIsToldInPostgresWordsWithItsColumn() {
    Objection objection = explain("SELECT 1;\nCREATE TABEL t (a int);");
    assertThat(objection)
        .isEqualTo(new Objection(2, "syntax error at or near \"TABEL\" (column 8)"));
  }

  private static Objection explain(String script) {
    var e = catchThrowableOfType(SqlSyntaxException.class, () -> SqlParser.shared().parse(script));
    return SyntaxErrors.explain(script, e);
  }
}
