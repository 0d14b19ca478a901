package dev.memdb.cli.lint;

import dev.memdb.safety.Finding;
import java.util.List;

/** The line of a finding, as it stands in its file, with the part that is meant underlined. */
final class Snippet {
  /** What fits beside the line's number; a longer line is shown around the place. */
  private static final int WIDTH = 120;

  /** Characters of a long line that are shown before the place. */
  private static final int BEFORE = 40;

  private Snippet() {}

  /** Two lines: what is there, and what is meant. */
  static List<String> of(Finding finding, String text) {
    int offset = Math.min(finding.offset(), text.length());
    int begin = text.lastIndexOf('\n', offset - 1) + 1;
    int newline = text.indexOf('\n', offset);
    int end = newline < 0 ? text.length() : newline;
    boolean cut = end - begin > WIDTH && offset - begin > BEFORE;
    int from = whole(text, cut ? offset - BEFORE : begin);
    int to = whole(text, Math.min(end, from + WIDTH));
    int stop = Math.max(offset, Math.min(offset + finding.length(), to));

    String marked = text.substring(offset, stop).stripTrailing();
    String before = (from > begin ? "…" : "") + plain(text.substring(from, offset));
    String line = before + plain(text.substring(offset, to).stripTrailing());
    String number = Integer.toString(finding.line());
    return List.of(
        " " + number + " | " + line + (to < end ? "…" : ""),
        " ".repeat(number.length() + 1)
            + " | "
            + " ".repeat(codePoints(before))
            + "^".repeat(Math.max(1, codePoints(marked))));
  }

  /** Not into the middle of a surrogate pair. */
  private static int whole(String text, int at) {
    return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A tab is as wide as a blank, and nothing is left that a terminal would obey. */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' ? ' ' : isCommand(c) ? '·' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean isCommand(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT;
  }
}
