package dev.memdb.cli.lint;

import java.io.PrintWriter;
import java.util.Locale;

/** Who the findings are written for. */
enum Format {
  /** People at a terminal. */
  HUMAN {
    @Override
    void write(Outcome outcome, PrintWriter out) {
      new HumanReport(out).write(outcome);
    }
  },
  /** Programs. */
  JSON {
    @Override
    void write(Outcome outcome, PrintWriter out) {
      JsonReport.write(outcome, out);
    }
  },
  /** Code scanning: SARIF 2.1.0. */
  SARIF {
    @Override
    void write(Outcome outcome, PrintWriter out) {
      SarifReport.write(outcome, out, System.getenv("GITHUB_WORKSPACE"));
    }
  },
  /** A workflow's log on GitHub, which makes annotations of it. */
  GITHUB {
    @Override
    void write(Outcome outcome, PrintWriter out) {
      GithubReport.write(outcome, out, System.getenv("GITHUB_WORKSPACE"));
    }
  };

  abstract void write(Outcome outcome, PrintWriter out);

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
