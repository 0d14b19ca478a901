package dev.memdb.sql;

/** A script that PostgreSQL's parser does not accept; the message is PostgreSQL's own. */
public final class SqlSyntaxException extends Exception {
  private final int offset;
  private final int line;
  private final int column;

  SqlSyntaxException(String message, Script script, int offset) {
    super(message);
    this.offset = offset;
    this.line = script.line(offset);
    this.column = script.column(offset);
  }

  /** Where it is, as an index into the script's characters. */
  public int offset() {
    return offset;
  }

  /** The line, counted from 1. */
  public int line() {
    return line;
  }

  /** The column in code points, counted from 1. */
  public int column() {
    return column;
  }
}
