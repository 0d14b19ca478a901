package dev.memdb.cli.lint;

import dev.memdb.safety.Finding;
import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import dev.memdb.safety.Severity;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;

/**
 * What people read: each finding with its line, what to write instead, and what that looks like.
 */
final class HumanReport {
  private final PrintWriter out;
  private final Set<String> shown = new HashSet<>();

  HumanReport(PrintWriter out) {
    this.out = out;
  }

  void write(Outcome outcome) {
    outcome.findings().forEach(f -> write(f, outcome.texts().get(f.file())));
    out.println(summary(outcome));
  }

  private void write(Finding finding, String text) {
    out.println(Snippet.plain(finding.describe()));
    Snippet.of(finding, text).forEach(out::println);
    out.println("   instead: " + Snippet.plain(finding.instead()));
    Rules.find(finding.rule()).filter(r -> shown.add(r.id())).ifPresent(this::example);
    out.println();
  }

  /** Once for each rule: whoever has ten findings of one rule wants to read ten findings. */
  private void example(Rule rule) {
    if (!rule.safe().isEmpty()) {
      out.println("   for example:");
      rule.safe().lines().forEach(line -> out.println(("     " + line).stripTrailing()));
    }
  }

  private static String summary(Outcome outcome) {
    String files = counted(outcome.texts().size(), "file");
    if (outcome.findings().isEmpty()) {
      return files + ": nothing found";
    }
    return "%s: %s, %s, %s; memdb lint --explain RULE says more of a rule"
        .formatted(
            files,
            counted(outcome.count(Severity.ERROR), "error"),
            counted(outcome.count(Severity.WARNING), "warning"),
            counted(outcome.count(Severity.NOTICE), "notice"));
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
