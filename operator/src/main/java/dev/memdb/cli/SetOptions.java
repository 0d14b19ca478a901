package dev.memdb.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What {@code --set} and {@code --type} say of the columns.
 *
 * @param sets each {@code column=expression}
 * @param types each {@code column=type}, or for a single column only the type
 */
record SetOptions(List<String> sets, List<String> types) {
  /**
   * The columns, in the order in which they were named.
   *
   * @param range the table, as PostgreSQL's parser has it
   * @throws IllegalArgumentException with a message for people
   */
  List<FilledColumn> columns(JsonNode range) {
    Map<String, String> values = values();
    Map<String, String> typeOf = typeOf(values);
    List<FilledColumn> columns = new ArrayList<>();
    values.forEach(
        (name, text) -> columns.add(FilledColumn.of(range, name, text, typeOf.get(name))));
    columns.forEach(column -> refuseMixed(column, values.keySet()));
    if (columns.size() > 1) {
      columns.stream().filter(c -> c.type() == null).findFirst().ifPresent(SetOptions::refuseOld);
    }
    requireDifferent(columns, FilledColumn::function);
    requireDifferent(columns, FilledColumn::insertTrigger);
    requireDifferent(columns, FilledColumn::constraint);
    return columns;
  }

  private Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String set : sets) {
      int equals = set.indexOf('=');
      String column =
          SqlNames.column(set.substring(0, Math.max(0, equals)))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--set: \"%s\" does not begin with a column's name and =, such as importance=length(content)"
                              .formatted(set)));
      if (values.put(column, set.substring(equals + 1).strip()) != null) {
        throw new IllegalArgumentException("--set: %s comes twice".formatted(column));
      }
    }
    return values;
  }

  private Map<String, String> typeOf(Map<String, String> values) {
    Map<String, String> found = new LinkedHashMap<>();
    for (String type : types) {
      int equals = type.indexOf('=');
      if (equals < 0 && values.size() == 1) {
        found.put(values.keySet().iterator().next(), type);
        continue;
      }
      String column =
          SqlNames.column(type.substring(0, Math.max(0, equals)))
              .filter(values::containsKey)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "--type: \"%s\" does not say of which --set it is the type, such as importance=real"
                              .formatted(type)));
      found.put(column, type.substring(equals + 1).strip());
    }
    return found;
  }

  /** All of them get their values in one statement, which sees the row as it was before. */
  private static void refuseMixed(FilledColumn column, Set<String> filled) {
    for (String source : column.sources()) {
      if (source.equals(column.name())) {
        throw new IllegalArgumentException(
            "--set: %s would be made of itself, and again with each update; make it of other columns"
                .formatted(column.name()));
      }
      if (filled.contains(source)) {
        throw new IllegalArgumentException(
            "--set: %s is made of %s, which has no value yet when it is computed; write out what %s is made of, or give it files of its own, after these"
                .formatted(column.name(), source, source));
      }
    }
  }

  private static void refuseOld(FilledColumn column) {
    throw new IllegalArgumentException(
        "--type: %s has none, so it is there already and may have values, which filling it beside another one would replace; give it files of its own"
            .formatted(column.name()));
  }

  /** Long names are cut, and could then meet. */
  private static void requireDifferent(
      List<FilledColumn> columns, Function<FilledColumn, String> name) {
    Set<String> names = new HashSet<>();
    for (FilledColumn column : columns) {
      if (!names.add(name.apply(column))) {
        throw new IllegalArgumentException(
            "--set: the names of columns begin alike for so long that two things would be called %s; give %s files of its own"
                .formatted(name.apply(column), column.name()));
      }
    }
  }
}
