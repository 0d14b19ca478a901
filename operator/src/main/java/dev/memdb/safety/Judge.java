package dev.memdb.safety;

import dev.memdb.sql.SqlParser;
import dev.memdb.sql.SqlSyntaxException;
import dev.memdb.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Goes through files once, in order; what one has done is there for the next. */
final class Judge {
  private final Target target;
  private final Schema schema;
  private final Course course = new Course();
  private final List<Finding> findings = new ArrayList<>();

  Judge(Target target) {
    this.target = target;
    this.schema = target.schema() == null ? Schema.unknown() : target.schema().copy();
  }

  List<Finding> judge(List<LintFile> files) {
    for (int i = 0; i < files.size(); i++) {
      LintFile file = files.get(i);
      if (file.judged() || target.schema() == null) {
        judge(file, i);
      }
    }
    return List.copyOf(findings);
  }

  private void judge(LintFile file, int number) {
    var report = new Report(file);
    try {
      List<Statement> statements = SqlParser.shared().parse(file.text());
      if (inFile() && !isAlone(statements)) {
        course.begin();
      }
      for (Statement statement : statements) {
        judge(statement, report, file.judged() ? number : -1);
      }
      course.end();
    } catch (SqlSyntaxException e) {
      report.syntaxError(e);
    }
    if (file.judged()) {
      findings.addAll(report.finish());
    }
  }

  private void judge(Statement statement, Report report, int file) {
    boolean alone = !course.isOpen();
    var scene = new Scene(schema, course, statement, target.major(), file);
    Forms.play(scene);
    report.add(scene);
    scene.effects.forEach(e -> course.take(e, statement.tag(), statement.line()));
    if (alone && !course.isOpen()) {
      course.end();
    }
  }

  private boolean inFile() {
    return target.transactions() == Target.Transactions.FILE;
  }

  private static boolean isAlone(List<Statement> statements) {
    return statements.size() == 1;
  }
}
