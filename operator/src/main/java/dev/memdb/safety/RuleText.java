package dev.memdb.safety;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a rule is written down: lines {@code severity:}, {@code lock:}, {@code why:} and {@code
 * instead:}, a text going on where the next line is indented; then parts of SQL, each below its
 * line {@code == setup}, {@code == unsafe} or {@code == safe}.
 */
final class RuleText {
  private static final String PART = "== ";

  private RuleText() {}

  static Rule read(String id, String text) {
    Map<String, StringBuilder> values = new HashMap<>();
    StringBuilder open = new StringBuilder();
    boolean sql = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith(PART)) {
        sql = true;
        open = values.computeIfAbsent(line.substring(PART.length()), k -> new StringBuilder());
      } else if (sql) {
        open.append(line).append('\n');
      } else if (line.startsWith(" ")) {
        open.append(' ').append(line.strip());
      } else if (!line.isBlank()) {
        int colon = line.indexOf(':');
        open = values.computeIfAbsent(line.substring(0, colon), k -> new StringBuilder());
        open.append(line.substring(colon + 1).strip());
      }
    }
    return new Rule(
        id,
        Severity.valueOf(part(values, "severity").toUpperCase(Locale.ROOT)),
        part(values, "lock"),
        part(values, "why"),
        part(values, "setup"),
        part(values, "unsafe"),
        part(values, "safe"),
        part(values, "instead"));
  }

  private static String part(Map<String, StringBuilder> values, String name) {
    return values.getOrDefault(name, new StringBuilder()).toString().strip();
  }
}
