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

  Judge(Target target) {
    this.target = target;
    this.schema = target.schema() == null ? Schema.unknown() : target.schema().copy();
    this.discipline = new Discipline(schema);
  }

  List<Finding> judge(List<LintFile> files) {
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
    return reports.stream().flatMap(r -> r.finish().stream()).toList();
  }

  private void judge(LintFile file, int number) {
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
      if (target.transactions() == Target.Transactions.FILE) {
        schema.searchPath = List.of("public"); // the operator resets the session before each file
      }
      boolean alone = statements.size() == 1 && !inspect(statements.get(0));
      transactions.begin(alone);
    }

    /** Whether PostgreSQL runs it in a transaction. */
    private boolean inspect(Statement statement) {
      return new StatementInspector().inspect(statement).transactional();
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
    }

    void end() {
      transactions.end(report);
      report.replacedBy(views);
    }
  }
}
