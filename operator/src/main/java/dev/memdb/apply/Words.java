package dev.memdb.apply;

import dev.memdb.migration.Version;
import dev.memdb.plan.Judgement;
import dev.memdb.safety.Finding;
import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of findings: as much as fits into a condition's message. */
final class Words {
  /** Findings whose words are kept; the others are counted. */
  private static final int WORDED = 2;

  /** Of one finding; two of them, and what to do, fit into a condition's message of 1,000. */
  private static final int LINE = 370;

  private static final int NAME = 70;

  private static final int MESSAGE = 200;

  /** What one database needs another does not: that is for whoever writes the file. */
  private static final String UNUSED = "unused-allow";

  private Words() {}

  /** Of what the linter has found in them. */
  static Judgement judgement(Missing missing, List<Finding> all) {
    Map<String, Version> versions = new HashMap<>();
    missing.set().migrations().forEach(m -> versions.put(m.fileName(), m.version()));
    List<Finding> findings =
        all.stream()
            .filter(Finding::counts)
            .filter(f -> !f.rule().equals(UNUSED))
            .filter(f -> Rules.find(f.rule()).map(Rule::endangers).orElse(true))
            .filter(f -> versions.get(f.file()).compareTo(missing.from()) >= 0)
            .toList();
    Optional<String> first = findings.stream().findFirst().map(Finding::file);
    return new Judgement(
        missing.set().digest(),
        missing.from(),
        missing.to(),
        first.map(versions::get),
        findings.stream()
            .filter(f -> f.file().equals(first.get()))
            .limit(WORDED)
            .map(Words::words)
            .toList(),
        findings.size());
  }

  private static String words(Finding f) {
    String where = bounded(f.file(), NAME) + ":" + f.line();
    String what =
        "%s: %s [%s] %s".formatted(where, bounded(f.message(), MESSAGE), f.rule(), f.instead());
    return bounded(what, LINE);
  }

  private static String bounded(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
    return text.substring(0, end) + "…";
  }
}
