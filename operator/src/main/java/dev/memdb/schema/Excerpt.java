package dev.memdb.schema;

/** Two values in one short line: whole when they are short, else around where they part. */
final class Excerpt {
  /** Characters of one value that a line of a status has room for. */
  private static final int ROOM = 60;

  /** Characters to see before the first that differs; then back to the beginning of a word. */
  private static final int BEFORE = 12;

  private Excerpt() {}

  /**
   * The step from one value to the other.
   *
   * @param expected null: none
   * @param actual null: none
   */
  static String of(String expected, String actual) {
    if (expected == null || actual == null) {
      return cut(expected, 0) + " → " + cut(actual, 0);
    }
    int from = same(expected, actual);
    int line = (int) expected.substring(0, from).chars().filter(c -> c == '\n').count() + 1;
    boolean severalLines = expected.indexOf('\n') >= 0 || actual.indexOf('\n') >= 0;
    int start = expected.lastIndexOf('\n', from - 1) + 1;
    if (from - start > BEFORE && Math.max(expected.length(), actual.length()) > ROOM) {
      start = Math.max(start, expected.lastIndexOf(' ', from - BEFORE) + 1);
    }
    String step = cut(expected, start) + " → " + cut(actual, start);
    return severalLines ? "in line " + line + " " + step : step;
  }

  private static int same(String a, String b) {
    int length = Math.min(a.length(), b.length());
    int i = 0;
    while (i < length && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  private static String cut(String value, int start) {
    if (value == null) {
      return "none";
    }
    int end = value.indexOf('\n', start);
    String line = value.substring(start, end < 0 ? value.length() : end).strip();
    String head = start > 0 && value.charAt(start - 1) != '\n' ? "…" : "";
    String shown = line.length() > ROOM ? line.substring(0, ROOM) + "…" : line;
    return shown.isEmpty() ? "nothing" : head + shown;
  }
}
