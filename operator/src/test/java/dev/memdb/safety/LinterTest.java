package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LinterTest {

  private static List<Finding> judge(String... files) {
    var all = new java.util.ArrayList<LintFile>();
    for (String file : files) {
      all.add(new LintFile("V" + (all.size() + 1) + "__a.sql", file, true));
    }
    return Linter.judge(all, Target.of(18));
  }

  @Test
  void saysTheStatementThatBlocksAndWhereItStands() {
    List<Finding> findings = judge("SELECT 1;\n\n  CREATE INDEX i ON t (a);");
    assertThat(findings)
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("require-concurrent-index-creation");
              assertThat(f.line()).isEqualTo(3);
              assertThat(f.column()).isEqualTo(3);
              assertThat(f.length()).isEqualTo("CREATE INDEX i ON t (a)".length());
            });
  }

  @Test
  void aTableOfTheSameFileIsHarmless() {
    assertThat(judge("CREATE TABLE t (a int); CREATE INDEX i ON t (a);")).isEmpty();
  }

  @Test
  void whatCannotBeParsedIsAFinding() {
    assertThat(judge("SELECT 1;\nCREATE TABEL t ();"))
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.rule()).isEqualTo("syntax-error");
              assertThat(f.line()).isEqualTo(2);
              assertThat(f.message()).contains("syntax error at or near \"TABEL\"");
            });
  }
}
