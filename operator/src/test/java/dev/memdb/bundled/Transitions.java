package dev.memdb.bundled;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The status transitions of one table as the documentation draws them.
 *
 * @param table the table's name
 * @param statuses all statuses
 * @param allowed from status (or {@code new}) to the statuses it may become
 */
record Transitions(String table, List<String> statuses, Map<String, SortedSet<String>> allowed) {
  private static final Pattern MATRIX =
      Pattern.compile(
          "### Transitions of (\\w+)\\n\\n\\|([^\\n]+)\\|\\n\\|[-|]+\\|\\n((?:\\|.*\\n)+)");

  /** The matrices of the page, in its order. */
  static List<Transitions> documented() {
    return MATRIX
        .matcher(MemoryCore.documentation())
        .results()
        .map(m -> parse(m.group(1), cells(m.group(2)), m.group(3)))
        .toList();
  }

  private static Transitions parse(String table, List<String> head, String rows) {
    List<String> statuses = head.subList(1, head.size());
    Map<String, SortedSet<String>> allowed = new LinkedHashMap<>();
    for (String row : rows.lines().toList()) {
      List<String> cells = cells(row.substring(1));
      SortedSet<String> to = new TreeSet<>();
      for (int i = 0; i < statuses.size(); i++) {
        if (cells.get(i + 1).equals("yes")) {
          to.add(statuses.get(i));
        }
      }
      allowed.put(cells.get(0), to);
    }
    return new Transitions(table, statuses, allowed);
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
  }

  /** The statuses to go through to get there from an INSERT, by the shortest allowed way. */
  List<String> pathTo(String status) {
    Map<String, List<String>> paths = new LinkedHashMap<>(Map.of("new", List.of()));
    for (boolean grown = true; grown && !paths.containsKey(status); ) {
      int before = paths.size();
      for (String from : List.copyOf(paths.keySet())) {
        for (String to : allowed.get(from)) {
          paths.computeIfAbsent(to, t -> append(paths.get(from), t));
        }
      }
      grown = paths.size() > before;
    }
    return paths.get(status);
  }

  private static List<String> append(List<String> path, String status) {
    List<String> longer = new ArrayList<>(path);
    longer.add(status);
    return List.copyOf(longer);
  }
}
