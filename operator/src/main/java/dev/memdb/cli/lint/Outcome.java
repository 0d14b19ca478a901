package dev.memdb.cli.lint;

import dev.memdb.safety.Finding;
import dev.memdb.safety.Severity;
import java.util.List;
import java.util.Map;

/**
 * What came of it.
 *
 * @param findings by set, file and place
 * @param texts of the files, by their names in the findings
 * @param problems what could not be read; empty when all was
 */
record Outcome(List<Finding> findings, Map<String, String> texts, List<String> problems) {
  static final int CLEAN = 0;
  static final int FOUND = 1;
  static final int UNUSABLE = 2;

  Outcome {
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }

  int exitCode() {
    if (!problems.isEmpty()) {
      return UNUSABLE;
    }
    return findings.stream().anyMatch(Finding::counts) ? FOUND : CLEAN;
  }

  int count(Severity severity) {
    return (int) findings.stream().filter(f -> f.severity() == severity).count();
  }
}
