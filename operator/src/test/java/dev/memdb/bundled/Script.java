package dev.memdb.bundled;

import dev.memdb.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Several statements in one session, of which the last one answers. */
final class Script {
  private Script() {}

  /** The first column of the last statement's rows, as text; empty when it has none. */
  static List<String> run(TestDatabase database, String sql) {
    List<String> answer = new ArrayList<>();
    try (Connection c = database.connect();
        Statement s = c.createStatement()) {
      for (boolean rows = s.execute(sql);
          rows || s.getUpdateCount() >= 0;
          rows = s.getMoreResults()) {
        answer.clear();
        if (rows) {
          addAll(answer, s);
        }
      }
      return answer;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static void addAll(List<String> answer, Statement s) throws SQLException {
    try (ResultSet r = s.getResultSet()) {
      while (r.next()) {
        answer.add(r.getString(1));
      }
    }
  }
}
