package dev.memdb.cli.lint;

import dev.memdb.safety.Finding;
import java.io.PrintWriter;
import java.util.Locale;

/** Workflow commands: a line each, which GitHub shows beside the code. */
final class GithubReport {
  private GithubReport() {}

  /**
   * @param workspace where the repository is, which paths must begin at; null: here
   */
  static void write(Outcome outcome, PrintWriter out, String workspace) {
    for (String problem : outcome.problems()) {
      out.println("::error title=memdb lint::" + data(problem));
    }
    for (Finding finding : outcome.findings()) {
      Place end = Place.endOf(finding, outcome.texts().get(finding.file()));
      boolean oneLine = end.line() == finding.line(); // columns are for one line only
      out.println(
          "::%s file=%s,line=%d,endLine=%d%s,title=%s::%s"
              .formatted(
                  finding.severity().name().toLowerCase(Locale.ROOT),
                  property(RepositoryPath.of(finding.file(), workspace)),
                  finding.line(),
                  end.line(),
                  oneLine ? ",col=%d,endColumn=%d".formatted(finding.column(), end.column()) : "",
                  property(finding.rule()),
                  data(finding.message() + "\n" + finding.instead())));
    }
  }

  /** What stands after the second {@code ::}, as the runner takes it apart. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
