package dev.memdb.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Says how quick the parser is; how quick it must be depends on the machine. */
class ThroughputTest {

  @Test
  void ordinaryStatements() throws Exception {
    String script = String.join(";\n", Scripts.all());
    for (int i = 0; i < 5; i++) {
      SqlParser.shared().parse(script);
    }
    long start = System.nanoTime();
    List<Statement> statements = SqlParser.shared().parse(script);
    print(statements.size() + " ordinary statements", start, statements.size());
    assertThat(statements).hasSizeGreaterThan(50);
  }

  @Test
  void aFileOfTheLargestSize() throws Exception {
    String row =
        "INSERT INTO shop.customers (email, status) VALUES ('someone@example.org', 'new');\n";
    int rows = (1 << 20) / row.length();
    long start = System.nanoTime();
    List<Statement> statements = SqlParser.shared().parse(row.repeat(rows));
    print("1 MiB of INSERT", start, rows);
    assertThat(statements).hasSize(rows);
  }

  private static void print(String what, long start, int statements) {
    double millis = (System.nanoTime() - start) / 1e6;
    System.out.printf("%s: %.0f ms, %.3f ms a statement%n", what, millis, millis / statements);
  }
}
