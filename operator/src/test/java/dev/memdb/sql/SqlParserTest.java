package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
}
