package dev.memdb.apply;

import dev.memdb.sql.Statement;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Where in a file PostgreSQL found an error, and its own words. */
final class ErrorPosition {
  private ErrorPosition() {}

  /**
   * The line of the error; the statement's own line when PostgreSQL gives no position, as for many
   * DDL errors.
   *
   * @param script the whole file
   * @param statement the statement that failed
   * @param prefix how many characters stood in front of it in the string that was sent
   */
  static int line(String script, Statement statement, int prefix, SQLException e) {
    ServerErrorMessage server = server(e);
    int position = server == null ? 0 : server.getPosition();
    int length = statement.text().codePointCount(0, statement.text().length());
    if (position <= prefix || position - prefix > length) {
      return statement.line();
    }
    // PostgreSQL counts characters, Java counts halves of some of them
    int index = script.offsetByCodePoints(statement.offset(), position - prefix - 1);
    return 1 + (int) script.substring(0, index).chars().filter(c -> c == '\n').count();
  }

  /** PostgreSQL's message, detail and hint, with the SQLSTATE; bounded. */
  static String message(SQLException e) {
    ServerErrorMessage server = server(e);
    StringBuilder text = new StringBuilder();
    if (server == null) {
      text.append(e.getMessage());
    } else {
      text.append(server.getMessage());
      if (server.getDetail() != null) {
        text.append(" Detail: ").append(server.getDetail());
      }
      if (server.getHint() != null) {
        text.append(" Hint: ").append(server.getHint());
      }
    }
    String bounded = text.length() > 500 ? text.substring(0, 500) + "…" : text.toString();
    return bounded.replaceAll("\\s+", " ") + " (SQLSTATE " + e.getSQLState() + ")";
  }

  private static ServerErrorMessage server(SQLException e) {
    return e instanceof PSQLException p ? p.getServerErrorMessage() : null;
  }
}
