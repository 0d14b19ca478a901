package dev.memdb.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A definition taken apart: attributes by name; a flag has an empty value. */
record Attributes(Map<String, String> values) {
  private static final String NEXT = "\n ";

  /** Where partitions of one table are not alike, a definition holds several, divided by this. */
  private static final String OR = "\n or";

  static Attributes of(CatalogObject object) {
    Map<String, String> values = new LinkedHashMap<>();
    if (alternatives(object.definition())) {
      values.put("partitions", object.definition());
      return new Attributes(values);
    }
    for (String line : lines(object.definition())) {
      int colon = line.indexOf(": ");
      values.put(
          colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : line.substring(colon + 2));
    }
    return new Attributes(values);
  }

  /** The attribute's value; empty when there is none. */
  String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** The definition without some attributes. */
  static String without(String definition, java.util.Set<String> names) {
    return lines(definition).stream()
        .filter(line -> !names.contains(line.split(": ", 2)[0]))
        .map(line -> NEXT + line)
        .collect(Collectors.joining());
  }

  /** What to say about the step from one to the other. */
  static String changes(Attributes expected, Attributes actual) {
    TreeSet<String> names = new TreeSet<>(expected.values.keySet());
    names.addAll(actual.values.keySet());
    return names.stream()
        .filter(n -> !java.util.Objects.equals(expected.values.get(n), actual.values.get(n)))
        .map(n -> change(n, expected.values.get(n), actual.values.get(n)))
        .collect(Collectors.joining(", "));
  }

  private static String change(String name, String expected, String actual) {
    if (name.equals("partitions")) {
      return "partitions of one table are not alike";
    }
    if (expected == null && actual.isEmpty()) {
      return "now " + name;
    }
    if (actual == null && expected.isEmpty()) {
      return "no longer " + name;
    }
    return name + " " + Excerpt.of(expected, actual);
  }

  private static boolean alternatives(String definition) {
    for (int at = definition.indexOf(OR); at >= 0; at = definition.indexOf(OR, at + 1)) {
      int end = at + OR.length();
      if (end == definition.length() || definition.charAt(end) == '\n') {
        return true;
      }
    }
    return false;
  }

  /** Without the newline and the space before each; further lines of a value stay with it. */
  private static List<String> lines(String definition) {
    List<String> lines = new ArrayList<>();
    for (String line : definition.split("\n", -1)) {
      if (line.startsWith("   ") || line.startsWith("  ")) {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + "\n" + line.substring(1));
      } else if (!line.isEmpty()) {
        lines.add(line.substring(1));
      }
    }
    return lines;
  }
}
