package dev.memdb.migration;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with a set, for one fix at a time is tiring. */
final class Problems {
  private final List<SetProblem> found = new ArrayList<>();

  void add(String fileName, int line, String message) {
    found.add(new SetProblem(fileName, line, message));
  }

  void add(String fileName, String message) {
    add(fileName, 0, message);
  }

  /** About the set as a whole. */
  void add(String message) {
    add("", 0, message);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** By file and line. */
  List<SetProblem> sorted() {
    return found.stream().sorted(SetProblem.BY_PLACE).distinct().toList();
  }
}
