package dev.memdb.cli.lint;

import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What is to be said of rules without a file. */
final class Explanation {
  private static final int NEAREST = 3;

  private Explanation() {}

  static void write(Rule rule, PrintWriter out) {
    out.println(rule.id() + " (" + severity(rule) + ")");
    out.println("lock: " + rule.lock());
    part("why", rule.why(), out);
    if (!rule.setup().isEmpty()) {
      part("with", rule.setup(), out);
    }
    part("unsafe", rule.unsafe(), out);
    if (!rule.safe().isEmpty()) {
      part("safe", rule.safe(), out);
    }
    part("instead", rule.instead(), out);
    out.println();
    out.println("Where it is right all the same, write above the statement, with the reason:");
    out.println("  -- memdb:allow " + rule.id() + " …");
  }

  private static void part(String title, String text, PrintWriter out) {
    out.println();
    out.println(title + ":");
    text.lines().forEach(line -> out.println(("  " + line).stripTrailing()));
  }

  /** All rules, a line each. */
  static void list(PrintWriter out) {
    int width = Rules.all().stream().mapToInt(r -> r.id().length()).max().orElse(0);
    for (Rule rule : Rules.all()) {
      out.println(
          "%s  %-7s  %s"
              .formatted(
                  rule.id() + " ".repeat(width - rule.id().length()), severity(rule), rule.lock()));
    }
  }

  private static String severity(Rule rule) {
    return rule.severity().name().toLowerCase(Locale.ROOT);
  }

  /** The rules that somebody may have meant. */
  static List<String> nearest(String id) {
    String wanted = id.toLowerCase(Locale.ROOT).replace('_', '-');
    return Rules.all().stream()
        .map(Rule::id)
        .sorted(
            Comparator.comparing((String other) -> !other.contains(wanted))
                .thenComparing(other -> distance(wanted, other)))
        .limit(NEAREST)
        .toList();
  }

  /** How many letters have to be added, taken away or changed (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
