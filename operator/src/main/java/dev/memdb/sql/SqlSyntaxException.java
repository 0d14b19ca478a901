package dev.memdb.sql;

/** A script that PostgreSQL's parser does not accept; the message is PostgreSQL's own. */
public final class SqlSyntaxException extends Exception {
  private final int offset;
  private final int line;
  private final int column;

  private SqlSyntaxException(String message, int offset, int line, int column, Throwable cause) {
    super(message, cause);
    this.offset = offset;
    this.line = line;
    this.column = column;
  }

  static SqlSyntaxException at(Script script, int offset, String message) {
    return new SqlSyntaxException(
        message, offset, script.line(offset), script.column(offset), null);
  }

  /** For what is wrong with the script as a whole. */
  static SqlSyntaxException ofWhole(String message, Throwable cause) {
    return new SqlSyntaxException(message, 0, 0, 0, cause);
  }

  /** Where it is, as an index into the script's characters. */
  public int offset() {
    return offset;
  }

  /** The line, counted from 1; 0 when it is the script as a whole. */
  public int line() {
    return line;
  }

  /** The column in code points, counted from 1; 0 when it is the script as a whole. */
  public int column() {
    return column;
  }
}
