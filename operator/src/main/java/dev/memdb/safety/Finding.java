package dev.memdb.safety;

/**
 * What is wrong with a place in a file.
 *
 * @param rule the id of the rule
 * @param severity the rule's, or less where it matters less
 * @param file as it was given
 * @param line counted from 1
 * @param column in code points, counted from 1
 * @param offset where it begins, as an index into the characters of the file's text
 * @param length how many characters of the text it is about; it may go over several lines
 * @param message what would happen, on which table
 * @param instead what to write; never empty
 */
public record Finding(
    String rule,
    Severity severity,
    String file,
    int line,
    int column,
    int offset,
    int length,
    String message,
    String instead) {

  /** Whether it counts: a notice does not. */
  public boolean counts() {
    return severity != Severity.NOTICE;
  }

  /** As one line for people: {@code V2__b.sql:3:1: error: … [rule]}. */
  public String describe() {
    return file
        + ":"
        + line
        + ":"
        + column
        + ": "
        + severity.name().toLowerCase(java.util.Locale.ROOT)
        + ": "
        + message
        + " ["
        + rule
        + "]";
  }
}
