package dev.memdb.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import dev.memdb.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/lint-rules.md is made of the rules; the other pages name only rules that there are. */
class LintRulesDocTest {
  private static final Pattern ALLOWED = Pattern.compile("(?m)^-- memdb:allow (\\S+) (.*)$");
  private static final Pattern EXPLAINED = Pattern.compile("--explain ([a-z-]+)");

  @Test
  void thePageIsWhatTheRulesSay() {
    StringBuilder page = new StringBuilder(INTRODUCTION);
    page.append("\n| Rule | Severity | Lock |\n|---|---|---|\n");
    for (Rule rule : Rules.all()) {
      page.append(
          "| [%s](#%s) | %s | %s |\n".formatted(rule.id(), rule.id(), severity(rule), rule.lock()));
    }
    Rules.all().forEach(rule -> page.append(section(rule)));
    new Golden("docs/lint-rules.md").verify(page.toString(), LintRulesDocTest.class);
  }

  private static final String INTRODUCTION =
      """
      # Rules of `memdb lint`

      What each finds, why, and what to write instead. The lock is the one that the rule is about: who waits
      for it is in [PostgreSQL's documentation](https://www.postgresql.org/docs/current/explicit-locking.html).
      An error blocks, breaks or loses something; a warning may; a notice is only said. Errors and warnings are
      findings: they end `memdb lint` with 1. An error, or a warning about a lock, stops an operator that has not
      been told `Warn`.

      Where a statement is right as it is: [lint.md](lint.md#rules).
      """;

  private static String section(Rule rule) {
    StringBuilder section = new StringBuilder();
    section.append("\n## ").append(rule.id()).append("\n\n");
    section.append("**%s.** Lock: %s.\n\n".formatted(title(severity(rule)), rule.lock()));
    section.append(rule.why()).append("\n");
    if (!rule.setup().isEmpty()) {
      section.append("\nWith\n\n").append(sql(rule.setup()));
    }
    section.append("\nUnsafe:\n\n").append(sql(rule.unsafe()));
    if (!rule.safe().isEmpty()) {
      section.append("\nSafe:\n\n").append(sql(rule.safe()));
    }
    return section.append("\n**Instead:** ").append(rule.instead()).append("\n").toString();
  }

  private static String sql(String text) {
    return "```sql\n" + text + "\n```\n";
  }

  private static String severity(Rule rule) {
    return rule.severity().name().toLowerCase(Locale.ROOT);
  }

  private static String title(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  @Test
  void otherPagesNameRulesThatThereAreAndGiveReasons() throws IOException {
    for (String page : new String[] {"lint.md", "failure-modes.md", "concepts.md"}) {
      String text = Files.readString(Path.of("../docs", page));
      Matcher allowed = ALLOWED.matcher(text);
      while (allowed.find()) {
        assertThat(Rules.find(allowed.group(1))).as(allowed.group()).isPresent();
        assertThat(allowed.group(2)).as(allowed.group()).isNotBlank();
      }
      Matcher explained = EXPLAINED.matcher(text);
      while (explained.find()) {
        assertThat(Rules.find(explained.group(1))).as(explained.group()).isPresent();
      }
    }
  }
}
