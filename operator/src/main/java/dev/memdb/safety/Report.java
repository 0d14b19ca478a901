package dev.memdb.safety;

import dev.memdb.sql.Positions;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the findings of one file, each at its place. */
final class Report {
  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparingInt(Finding::offset).thenComparing(Finding::rule);

  private final LintFile file;
  private final Positions positions;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> said = new HashSet<>();

  /** The old names of tables that have another one now, by finding. */
  private final Map<Finding, Name> renamed = new HashMap<>();

  private Comments comments;

  Report(LintFile file) {
    this.file = file;
    this.positions = new Positions(file.text());
  }

  String file() {
    return file.name();
  }

  /** Reads what comments say before the statements. */
  void read(List<Statement> statements) {
    comments = Comments.of(file.text(), statements);
  }

  /** All that is to be said against a statement, and what runs inside of it. */
  void add(Scene scene) {
    for (Scene part : scene.all()) {
      boolean own = part == scene;
      String prefix = part.function == null ? "" : "in " + part.function + "(): ";
      for (Effect effect : part.effects) {
        if (effect.rule() != null && !effect.fresh()) {
          boolean brief = part.isBrief(effect);
          Finding made =
              place(
                  effect.rule(),
                  brief ? Severity.NOTICE : null,
                  part.statement,
                  own ? effect.location() : -1,
                  prefix + Messages.of(effect) + (brief ? Messages.BRIEF : ""));
          if (made != null && effect.rule().equals("renaming-table")) {
            renamed.put(made, effect.table());
          }
        }
      }
      for (Remark remark : part.remarks) {
        int location = own ? remark.location() : -1;
        place(
            remark.rule(), remark.severity(), part.statement, location, prefix + remark.message());
      }
    }
  }

  void add(String rule, Statement statement, String message) {
    add(rule, null, statement, message);
  }

  void add(String rule, Severity severity, Statement statement, String message) {
    place(rule, severity, statement, -1, message);
  }

  private Finding place(
      String id, Severity severity, Statement statement, int location, String message) {
    int offset = location < 0 ? statement.offset() : positions.at(location);
    int end = Math.min(statement.offset() + statement.text().length(), file.text().length());
    if (location >= 0) {
      int line = file.text().indexOf('\n', offset);
      end = line < 0 ? end : Math.min(line, end);
    }
    if (!said.add(id + " " + offset + (severity == Severity.NOTICE ? "?" : ""))) {
      return null;
    }
    Rule rule = Rules.of(id);
    var finding =
        new Finding(
            id,
            severity == null ? rule.severity() : severity,
            file.name(),
            positions.line(offset),
            positions.column(offset),
            offset,
            Math.max(0, end - offset),
            message,
            rule.instead());
    findings.add(finding);
    return finding;
  }

  void syntaxError(SqlSyntaxException error) {
    Rule rule = Rules.of("syntax-error");
    int offset = Math.min(error.offset(), file.text().length());
    int line = file.text().indexOf('\n', offset);
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

  /** A view with the old name of a table makes its new one no surprise to anybody. */
  void replacedBy(Set<Name> views) {
    findings.removeIf(f -> renamed.containsKey(f) && views.contains(renamed.get(f)));
  }

  /** Whether a comment allows what is not found. */
  boolean hasUnusedAllowance() {
    return comments != null && comments.hasUnused(findings);
  }

  /** What is left when the comments have been heeded. */
  List<Finding> finish() {
    return finish(this);
  }

  /**
   * The same.
   *
   * @param inUse of the same file, on tables in use: what is found there may be allowed too
   */
  List<Finding> finish(Report inUse) {
    List<Finding> left =
        comments == null
            ? findings
            : comments.heed(findings, inUse.findings, file.name(), positions);
    return left.stream().sorted(BY_PLACE).toList();
  }
}
