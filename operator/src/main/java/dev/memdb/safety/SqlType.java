package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import dev.memdb.sql.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The type of a column as it was written.
 *
 * @param schema empty when none was written; {@code pg_catalog} for SQL's own words
 * @param name PostgreSQL's name, such as {@code int4}
 * @param modifiers such as a length; empty when there are none
 * @param array whether it is an array of that
 */
record SqlType(String schema, String name, List<Integer> modifiers, boolean array) {
  private static final Set<String> SERIAL =
      Set.of("serial", "serial4", "serial2", "serial8", "bigserial", "smallserial");

  /** What stands in for a modifier that is no whole number. */
  private static final int OTHER = Integer.MIN_VALUE;

  static SqlType of(JsonNode typeName) {
    List<String> names = Trees.name(typeName.path("names"));
    var modifiers = new ArrayList<Integer>();
    typeName
        .path("typmods")
        .forEach(m -> modifiers.add(m.path("A_Const").has("ival") ? integer(m) : OTHER));
    boolean qualified = names.size() > 1;
    return new SqlType(
        qualified ? names.get(names.size() - 2) : "",
        names.isEmpty() ? "" : names.get(names.size() - 1),
        List.copyOf(modifiers),
        !typeName.path("arrayBounds").isEmpty());
  }

  private static int integer(JsonNode constant) {
    return constant.path("A_Const").path("ival").path("ival").asInt();
  }

  /** Whether it is short for an integer with a sequence of its own. */
  boolean isSerial() {
    return schema.isEmpty() && SERIAL.contains(name);
  }

  /** The same as PostgreSQL keeps it: a serial is an integer. */
  SqlType stored() {
    if (!isSerial()) {
      return this;
    }
    String integer =
        switch (name) {
          case "bigserial", "serial8" -> "int8";
          case "smallserial", "serial2" -> "int2";
          default -> "int4";
        };
    return new SqlType("pg_catalog", integer, List.of(), false);
  }

  boolean isBuiltin() {
    return schema.isEmpty() || schema.equals("pg_catalog");
  }
}
