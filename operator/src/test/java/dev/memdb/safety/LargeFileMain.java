package dev.memdb.safety;

import java.util.List;

/** Judges large files, one after the other, and says what came of each. */
public final class LargeFileMain {
  private LargeFileMain() {}

  public static void main(String[] args) {
    String row = "INSERT INTO app.t (id, body) VALUES (1, 'nothing much');\n";
    judge("50 MB", row.repeat(50_000_000 / row.length()));
    judge("1 MiB of statements", row.repeat((1 << 20) / row.length()));
    String values = ", (1, 'nothing much')";
    judge(
        "1 MiB of rows",
        "INSERT INTO app.t VALUES (0, '')" + values.repeat(((1 << 20) - 100) / values.length()));
    judge("a small one", "CREATE INDEX i ON app.t (id);");
    System.exit(0);
  }

  private static void judge(String what, String text) {
    List<Finding> findings =
        Linter.judge(List.of(new LintFile("V1__large.sql", text, true)), Target.of(18));
    System.out.println(
        what
            + ": "
            + findings.size()
            + findings.stream().findFirst().map(f -> " " + f.describe()).orElse(""));
  }
}
