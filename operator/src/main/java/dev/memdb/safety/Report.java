package dev.memdb.safety;

import dev.memdb.sql.Positions;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects the findings of one file, each at its place. */
final class Report {
  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparingInt(Finding::offset).thenComparing(Finding::rule);

  private final LintFile file;
  private final Positions positions;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> said = new HashSet<>();

  Report(LintFile file) {
    this.file = file;
    this.positions = new Positions(file.text());
  }

  void add(Scene scene) {
    for (Effect effect : scene.effects) {
      if (effect.rule() != null && !effect.fresh()) {
        add(effect.rule(), scene.statement, effect.location(), Messages.of(effect));
      }
    }
    for (Remark remark : scene.remarks) {
      add(remark.rule(), scene.statement, remark.location(), remark.message());
    }
  }

  private void add(String id, Statement statement, int location, String message) {
    int offset = location < 0 ? statement.offset() : positions.at(location);
    int end = statement.offset() + statement.text().length();
    if (location >= 0) {
      int line = file.text().indexOf('\n', offset);
      end = line < 0 ? end : Math.min(line, end);
    }
    if (said.add(id + offset)) {
      Rule rule = Rules.of(id);
      findings.add(
          new Finding(
              id,
              rule.severity(),
              file.name(),
              positions.line(offset),
              positions.column(offset),
              offset,
              end - offset,
              message,
              rule.instead()));
    }
  }

  void syntaxError(SqlSyntaxException error) {
    Rule rule = Rules.of("syntax-error");
    int offset = Math.min(error.offset(), file.text().length());
    int line = file.text().indexOf('\n', offset);
    findings.clear();
    findings.add(
        new Finding(
            rule.id(),
            rule.severity(),
            file.name(),
            Math.max(1, error.line()),
            Math.max(1, error.column()),
            offset,
            (line < 0 ? file.text().length() : line) - offset,
            error.getMessage(),
            rule.instead()));
  }

  List<Finding> finish() {
    return findings.stream().sorted(BY_PLACE).toList();
  }
}
