package dev.memdb.sql;

import java.util.List;

/** Says what is behind a syntax error when it is something that only psql understands. */
public final class SyntaxErrors {
  /** How many semicolons before the error are tried as the end of a COPY with data after it. */
  private static final int TRIES = 4;

  private SyntaxErrors() {}

  /** The error for people, at the line that they have to change. */
  public static Objection explain(String script, SqlSyntaxException error) {
    if (error.line() == 0) {
      return new Objection(0, error.getMessage());
    }
    int at = error.offset();
    Statement copy = copyBefore(script, at);
    if (copy != null) {
      return new Objection(copy.line(), Dangers.copyFromStdin());
    }
    if (at < script.length() && script.charAt(at) == '\\') {
      return new Objection(
          error.line(),
          "this is a command of psql, not SQL (column "
              + error.column()
              + "). Write the statement itself.");
    }
    return new Objection(error.line(), error.getMessage() + " (column " + error.column() + ")");
  }

  /**
   * The COPY … FROM STDIN that ends just before, for its rows are no SQL; null when there is none.
   */
  private static Statement copyBefore(String script, int offset) {
    int end = offset;
    for (int i = 0; i < TRIES; i++) {
      end = script.lastIndexOf(';', end - 1);
      if (end < 0) {
        return null;
      }
      try {
        List<Statement> before = SqlParser.shared().parse(script.substring(0, end));
        Statement last = before.isEmpty() ? null : before.get(before.size() - 1);
        return last != null && Dangers.isCopyFromStdin(last) ? last : null;
      } catch (SqlSyntaxException e) {
        // that semicolon was inside of something; an earlier one may end the statement
      }
    }
    return null;
  }
}
