package dev.memdb.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.postgres.SqlText;
import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Whether an expression gives the same value for the same row whenever it is asked: {@code now()},
 * {@code gen_random_uuid()} and a subquery do not.
 */
final class Repeatable {
  private static final String SQL = SqlText.resource(Repeatable.class, "repeatable.sql");

  /** CURRENT_TIMESTAMP and its like; subqueries, which read other rows. */
  private static final Set<String> NEVER = Set.of("SQLValueFunction", "SubLink");

  /** Documentation, section 36.7: STABLE because of DateStyle, TimeZone and the like. */
  private static final String[] BY_SETTINGS = {
    "array_to_json",
    "array_to_string",
    "concat",
    "concat_ws",
    "date_part",
    "date_trunc",
    "extract",
    "format",
    "json_build_array",
    "json_build_object",
    "jsonb_build_array",
    "jsonb_build_object",
    "row_to_json",
    "timezone",
    "to_char",
    "to_date",
    "to_json",
    "to_jsonb",
    "to_timestamp",
    "to_tsvector"
  };

  private Repeatable() {}

  /** A function that an expression calls. */
  private record Call(String schema, String name, int arguments) {
    static Call of(JsonNode call) {
      List<String> name = new ArrayList<>();
      call.path("funcname").forEach(part -> name.add(part.path("String").path("sval").asText()));
      return new Call(
          name.size() > 1 ? name.get(0) : "pg_catalog",
          name.get(name.size() - 1),
          call.path("args").size());
    }
  }

  /** True also where it cannot be known, as for the functions behind operators. */
  static boolean is(Connection connection, String expression) throws SQLException {
    List<Call> calls = new ArrayList<>();
    if (!collect(expression, calls)) {
      return false;
    }
    try (PreparedStatement s = connection.prepareStatement(SQL)) {
      s.setArray(1, connection.createArrayOf("text", BY_SETTINGS));
      s.setArray(2, array(connection, "text", calls, Call::schema));
      s.setArray(3, array(connection, "text", calls, Call::name));
      s.setArray(4, array(connection, "int", calls, Call::arguments));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getBoolean(1);
      }
    }
  }

  private static Array array(
      Connection connection, String type, List<Call> calls, Function<Call, Object> part)
      throws SQLException {
    return connection.createArrayOf(type, calls.stream().map(part).toArray());
  }

  /** False: it has something that is never repeatable. */
  private static boolean collect(String expression, List<Call> calls) {
    Deque<JsonNode> pending = new ArrayDeque<>();
    try {
      SqlParser.shared()
          .parse("SELECT (" + expression + "\n)")
          .forEach(statement -> pending.push(statement.tree()));
    } catch (SqlSyntaxException e) {
      return false;
    }
    while (!pending.isEmpty()) {
      JsonNode node = pending.pop();
      if (NEVER.stream().anyMatch(node::has)) {
        return false;
      }
      if (node.has("FuncCall")) {
        calls.add(Call.of(node.path("FuncCall")));
      }
      node.elements().forEachRemaining(pending::push);
    }
    return true;
  }
}
