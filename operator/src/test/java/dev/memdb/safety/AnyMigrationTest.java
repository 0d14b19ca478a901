package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.sql.Mutations;
import dev.memdb.sql.Positions;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the files are, there is an answer, soon, and nothing is left of it. {@code
 * -Dmemdb.lint.inputs=100000} for more than the usual; {@code -Dmemdb.test.seed=N} repeats a run.
 */
class AnyMigrationTest {
  private static final int INPUTS = Integer.getInteger("memdb.lint.inputs", 3_000);
  private static final long SEED = Long.getLong("memdb.test.seed", new Random().nextLong());

  /** No input may take longer; one that does is tried again, for the machine may be busy. */
  private static final double SECONDS = 1;

  private static final int TRIES = 5;

  /** What caches and the JVM's own may take meanwhile. */
  private static final long LEAK = 48L << 20;

  private final Random random = new Random(SEED);
  private final List<String> statements = statements();
  private final Mutations mutations = new Mutations(SEED, statements);
  private double longest;
  private int findings;
  private int unparsable;

  @Test
  void isJudgedSoonAndLeavesNothingBehind() {
    System.out.println("memdb.test.seed=" + SEED);
    long before = 0;
    for (int i = 0; i < INPUTS; i++) {
      if (i == INPUTS / 10) {
        before = used();
      }
      judge(files());
    }
    long more = used() - before;
    System.out.printf(
        "%d inputs: %d findings, %d of them files that are not SQL, the longest %.3f s, %d KiB more than after a tenth%n",
        INPUTS, findings, unparsable, longest, more >> 10);

    assertThat(findings).isGreaterThan(INPUTS / 10);
    assertThat(more).isLessThan(LEAK);
  }

  private void judge(List<LintFile> files) {
    Target target =
        new Target(
            14 + random.nextInt(5),
            null,
            random.nextBoolean() ? Target.Transactions.FILE : Target.Transactions.STATEMENT);
    List<Finding> found = List.of();
    double quickest = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && quickest > SECONDS; i++) {
      long start = System.nanoTime();
      found = judged(files, target);
      quickest = Math.min(quickest, (System.nanoTime() - start) / 1e9);
    }
    longest = Math.max(longest, quickest);
    assertThat(quickest).as("%s", files).isLessThan(SECONDS);
    found.forEach(f -> check(f, files));
    findings += found.size();
  }

  private static List<Finding> judged(List<LintFile> files, Target target) {
    try {
      return Linter.judge(files, target);
    } catch (RuntimeException | Error e) {
      throw new AssertionError("seed " + SEED + ", " + files + ", " + target, e);
    }
  }

  private void check(Finding f, List<LintFile> files) {
    String text =
        files.stream().filter(l -> l.name().equals(f.file())).findFirst().orElseThrow().text();
    assertThat(f.offset()).as("%s in %s", f, files).isBetween(0, text.length());
    assertThat(f.offset() + f.length()).as("%s in %s", f, files).isBetween(0, text.length());
    assertThat(f.length()).as("%s in %s", f, files).isNotNegative();
    assertThat(f.message()).as("%s in %s", f, files).isNotBlank();
    assertThat(f.instead()).as("%s in %s", f, files).isNotBlank();
    if (f.rule().equals("syntax-error")) {
      unparsable++;
      return;
    }
    Positions positions = new Positions(text);
    assertThat(f.line()).as("%s in %s", f, files).isEqualTo(positions.line(f.offset()));
    assertThat(f.column()).as("%s in %s", f, files).isEqualTo(positions.column(f.offset()));
  }

  /** One file, or several, of which the first may have been run before. */
  private List<LintFile> files() {
    List<LintFile> files = new ArrayList<>();
    int count = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    for (int i = 0; i < count; i++) {
      boolean judged = i == count - 1 || random.nextBoolean();
      files.add(new LintFile("V" + (i + 1) + "__x.sql", text(), judged));
    }
    return files;
  }

  /** Statements in any order, most of them about tables of the same names; and nonsense. */
  private String text() {
    if (random.nextInt(3) == 0) {
      return mutations.next();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      String statement = statements.get(random.nextInt(statements.size()));
      text.append(random.nextInt(4) == 0 ? likeAnother(statement) : statement).append(";\n");
    }
    return text.toString();
  }

  /** A word of it is one of another statement's. */
  private String likeAnother(String statement) {
    String[] words = statement.split(" ", -1);
    String[] others = statements.get(random.nextInt(statements.size())).split(" ", -1);
    words[random.nextInt(words.length)] = others[random.nextInt(others.length)];
    return String.join(" ", words);
  }

  /** What rules are explained by is what they look at. */
  private static List<String> statements() {
    List<String> statements = new ArrayList<>();
    for (Rule rule : Rules.all()) {
      for (String example : List.of(rule.setup(), rule.unsafe(), rule.safe())) {
        try {
          SqlParser.shared().parse(example).forEach(s -> statements.add(s.text()));
        } catch (SqlSyntaxException e) {
          statements.add(example); // that it is none is what the rule is about
        }
      }
    }
    return statements;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
