package dev.memdb.safety;

import java.io.IOException;
import java.nio.file.Path;

/** Scores a corpus: {@code hack/lint-score FILE.jsonl}. */
public final class LintScore {
  private static final double BAR = 0.95;

  private LintScore() {}

  /** Prints the misses, and exits with 1 below the bar. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: hack/lint-score FILE.jsonl");
      System.exit(2);
    }
    Corpus.Score score = Corpus.score(Path.of(arguments[0]));
    score.misses().forEach(System.out::println);
    if (!score.notScored().isEmpty()) {
      System.out.println("not scored, for they are notices or no rules: " + score.notScored());
    }
    System.out.println(score.lastLine());
    System.exit(score.precision() >= BAR && score.recall() >= BAR ? 0 : 1);
  }
}
