package dev.memdb.safety;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A column's new name everywhere that its table says the old one. */
final class Renaming {
  private Renaming() {}

  static void column(Schema schema, Table table, String from, String to) {
    Map<String, Column> columns = new LinkedHashMap<>();
    table.columns.forEach(
        (n, c) -> columns.put(n.equals(from) ? to : n, n.equals(from) ? c.copy(to) : c));
    table.columns.clear();
    table.columns.putAll(columns);
    table.constraints.values().forEach(c -> c.columns = renamed(c.columns, from, to));
    schema
        .referencesTo(table)
        .forEach(r -> r.key().referenced = renamed(r.key().referenced, from, to));
    schema.indexesOf(table).forEach(i -> i.columns = renamed(i.columns, from, to));
  }

  private static List<String> renamed(List<String> columns, String from, String to) {
    var names = new ArrayList<>(columns);
    names.replaceAll(n -> from.equals(n) ? to : n);
    return names;
  }
}
