package dev.memdb.cli.lint;

import dev.memdb.safety.Finding;

/**
 * Where a finding ends; where it begins it says itself.
 *
 * @param line counted from 1
 * @param column in code points, counted from 1: the first one that is not of it
 */
record Place(int line, int column) {
  /** Blanks at the end are nobody's concern. */
  static Place endOf(Finding finding, String text) {
    int from = Math.min(finding.offset(), text.length());
    int to = Math.min(from + finding.length(), text.length());
    String part = text.substring(from, to).stripTrailing();
    int lastLine = part.lastIndexOf('\n');
    int lines = (int) part.chars().filter(c -> c == '\n').count();
    int columns = part.codePointCount(lastLine + 1, part.length());
    return lines == 0
        ? new Place(finding.line(), finding.column() + columns)
        : new Place(finding.line() + lines, columns + 1);
  }
}
