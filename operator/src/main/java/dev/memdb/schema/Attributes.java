package dev.memdb.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A definition taken apart.
 *
 * @param values attributes by name; that of a flag is empty
 */
record Attributes(Map<String, String> values) {
  /** Where the partitions of a table are not alike, this line stands between their definitions. */
  private static final String OR = "or";

  private static final String FURTHER = "  ";

  /** The definition; the first one where partitions are not alike. */
  static Attributes of(CatalogObject object) {
    return alternatives(object).get(0);
  }

  /** The attribute's value; empty when there is none. */
  String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** A definition without some attributes. */
  static String without(String definition, Set<String> names) {
    return lines(definition).stream()
        .filter(line -> !names.contains(name(line)))
        .map(line -> "\n " + line.replace("\n", "\n" + FURTHER))
        .collect(Collectors.joining());
  }

  /** What to say about the step from one object to the other. */
  static String changes(CatalogObject expected, CatalogObject actual) {
    List<Attributes> was = alternatives(expected);
    List<Attributes> is = alternatives(actual);
    if (is.size() > 1) {
      return "partitions are not alike, " + is.get(0).changes(is.get(1));
    }
    if (was.size() > 1) {
      return "partitions were not alike, " + was.get(0).changes(was.get(1));
    }
    return was.get(0).changes(is.get(0));
  }

  private String changes(Attributes actual) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(actual.values.keySet());
    return names.stream()
        .filter(n -> !Objects.equals(values.get(n), actual.values.get(n)))
        .map(n -> change(n, values.get(n), actual.values.get(n)))
        .collect(Collectors.joining(", "));
  }

  private static String change(String name, String expected, String actual) {
    if (expected == null && actual.isEmpty()) {
      return "now " + name;
    }
    if (actual == null && expected.isEmpty()) {
      return "no longer " + name;
    }
    return name + " " + Excerpt.of(expected, actual);
  }

  private static List<Attributes> alternatives(CatalogObject object) {
    List<Attributes> all = new ArrayList<>();
    all.add(new Attributes(new LinkedHashMap<>()));
    for (String line : lines(object.definition())) {
      if (line.equals(OR)) {
        all.add(new Attributes(new LinkedHashMap<>()));
      } else {
        String name = name(line);
        String value = line.length() > name.length() ? line.substring(name.length() + 2) : "";
        all.get(all.size() - 1).values.put(name, value);
      }
    }
    return all;
  }

  private static String name(String line) {
    return line.split(": ", 2)[0];
  }

  /** Without the newline and the space before each; the further lines of a value stay with it. */
  private static List<String> lines(String definition) {
    List<String> lines = new ArrayList<>();
    for (String line : definition.split("\n", -1)) {
      if (line.startsWith(FURTHER)) {
        lines.add(lines.remove(lines.size() - 1) + "\n" + line.substring(FURTHER.length()));
      } else if (!line.isEmpty()) {
        lines.add(line.substring(1));
      }
    }
    return lines;
  }
}
