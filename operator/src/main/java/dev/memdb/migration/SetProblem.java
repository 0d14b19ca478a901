package dev.memdb.migration;

import java.util.Comparator;

/**
 * Why a set of migrations is refused.
 *
 * @param fileName the file at fault; empty when it is the set as a whole
 * @param line the line in it, counted from 1; 0 when it is the whole file
 * @param message what is wrong and what to do
 */
public record SetProblem(String fileName, int line, String message) {
  static final Comparator<SetProblem> BY_PLACE =
      Comparator.comparing(SetProblem::fileName).thenComparingInt(SetProblem::line);

  /** As one line for people: {@code V2__b.sql:3: …}. */
  public String describe() {
    if (fileName.isEmpty()) {
      return message;
    }
    return fileName + (line == 0 ? "" : ":" + line) + ": " + message;
  }
}
