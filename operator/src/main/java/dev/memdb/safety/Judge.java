package dev.memdb.safety;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import dev.memdb.sql.StatementInspector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Goes through files once, in order; what one has done is there for the next. */
final class Judge {
  private final Target target;
  private final Schema schema;
  private final Course course = new Course();
  private final StatementInspector inspector = new StatementInspector();
  private final Discipline discipline;
  private final Assumptions assumptions = new Assumptions();
  private final List<Report> reports = new ArrayList<>();

  /**
   * One course of the files.
   *
   * @param inUse whether each file finds the tables of those before it in use
   */
  private Judge(Target target, boolean inUse) {
    this.target = target;
    this.schema = target.schema() == null ? Schema.unknown() : target.schema().copy();
    this.schema.path = SearchPath.of(target.searchPath());
    this.schema.inUse = inUse;
    this.discipline = new Discipline(schema);
  }

  /** The findings, those left out that a comment allows. */
  static List<Finding> judge(List<LintFile> files, Target target) {
    List<Report> reports = new Judge(target, false).reports(files);
    if (reports.stream().noneMatch(Report::hasUnusedAllowance)) {
      return reports.stream().flatMap(r -> r.finish().stream()).toList();
    }
    // what is harmless only because all of it runs on empty tables has its reason all the same
    List<Report> inUse = new Judge(target, true).reports(files);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      findings.addAll(reports.get(i).finish(inUse.get(i)));
    }
    return List.copyOf(findings);
  }

  private List<Report> reports(List<LintFile> files) {
    for (int i = 0; i < files.size(); i++) {
      LintFile file = files.get(i);
      if (file.judged() || target.schema() == null) {
        judge(file, i);
      }
    }
    discipline.finish();
    if (target.schema() == null) {
      assumptions.tell();
    }
    return reports;
  }

  private void judge(LintFile file, int number) {
    if (file.backfill() != null) {
      filled(new Name(file.backfill().schema(), file.backfill().table()), number);
      return;
    }
    var report = new Report(file);
    if (file.judged()) {
      reports.add(report);
    }
    List<Statement> statements;
    try {
      statements = SqlParser.shared().parse(file.text());
    } catch (SqlSyntaxException e) {
      report.syntaxError(e);
      return;
    }
    report.read(statements);
    var play = new Play(file.judged() ? number : -1, report, statements.size());
    play.begin(statements);
    for (Statement statement : statements) {
      play.next(statement);
    }
    play.end();
  }

  private void filled(Name name, int number) {
    Table table = schema.tables.get(name);
    if (table != null) {
      Filling.fills(schema, table, number);
    }
  }

  /** One file as it runs. */
  private final class Play {
    private final int file;
    private final Report report;
    private final Transactions transactions;
    private final Set<Name> dropped = new HashSet<>();
    private final Set<Name> views = new HashSet<>();
    private final FileRules rules;

    Play(int file, Report report, int statements) {
      this.file = file;
      this.report = report;
      this.transactions = new Transactions(course, target.transactions());
      this.rules = new FileRules(target.transactions(), statements);
    }

    void begin(List<Statement> statements) {
      boolean alone =
          statements.size() == 1 && !inspector.inspect(statements.get(0)).transactional();
      transactions.begin(alone);
    }

    void next(Statement statement) {
      var scene = new Scene(schema, course, statement, target.major(), file, dropped, views);
      transactions.before(scene, inspector.inspect(statement));
      rules.before(scene, course.isOpen());
      EnumValues.check(scene);
      Duplicates.check(scene);
      Forms.play(scene);
      for (Scene part : scene.all()) {
        Holding.check(part);
        part.effects.forEach(e -> course.take(e, part.statement.tag(), part.statement.line()));
      }
      rules.after(scene);
      report.add(scene);
      if (file >= 0) {
        discipline.after(scene, report);
        assumptions.after(scene, report);
      }
      transactions.after();
      if (!course.isOpen()) {
        schema.path = schema.path.ended();
      }
    }

    void end() {
      transactions.end(report);
      report.replacedBy(views);
      schema.endSession(); // the operator resets it before each file
    }
  }
}
