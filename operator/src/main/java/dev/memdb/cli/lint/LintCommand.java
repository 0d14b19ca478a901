package dev.memdb.cli.lint;

import dev.memdb.cli.ConnectionOptions;
import dev.memdb.migration.Version;
import dev.memdb.postgres.ConnectException;
import dev.memdb.safety.Finding;
import dev.memdb.safety.Linter;
import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import dev.memdb.safety.Target;
import dev.memdb.sql.SqlParser;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code memdb lint}: what migrations would do to a database that is in use. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description = {
      "Judges migrations before they run: which of their statements block an application, break it,",
      "or cannot be run again. Needs no database and no cluster; --live asks one."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was found, or notices only",
      "1:there are errors or warnings",
      "2:something cannot be read, or the arguments are wrong"
    })
public final class LintCommand implements Callable<Integer> {
  private static final int OLDEST = 14;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Files and folders. The .sql files below a folder are one set: those named"
              + " V<version>__… run by version, the others after them by name. Files that are named"
              + " one by one are a set together. - is standard input.")
  private List<String> paths = new ArrayList<>();

  @Option(
      names = "--format",
      defaultValue = "human",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}. Default: human.")
  private Format format;

  @Option(
      names = "--from-version",
      paramLabel = "N",
      description =
          "Judges the versions from N on; earlier ones only say what is there already. Files"
              + " without a version are judged.")
  private String fromVersion;

  @Option(
      names = "--postgres",
      paramLabel = "MAJOR",
      defaultValue = "18",
      description = "The version of PostgreSQL that they are for, 14 to 18. Default: 18.")
  private int postgres;

  @Option(
      names = "--transactions",
      paramLabel = "OF",
      defaultValue = "file",
      description =
          "What is one transaction: file (as the operator and Flyway run it), or statement (as psql"
              + " does, where BEGIN and COMMIT do not say otherwise). Default: file.")
  private String transactions;

  @Option(
      names = "--live",
      description =
          "Asks a database what it has, and judges what its history lacks: that of --connection, or"
              + " of PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD, PGSSLMODE and PGSSLROOTCERT.")
  private boolean live;

  @Option(
      names = "--schemas",
      paramLabel = "SCHEMA",
      split = ",",
      defaultValue = "public",
      description =
          "Where names without a schema are, and new things go into the first: the search_path of"
              + " the session, as spec.schemas is the operator's. With --live also where Flyway's"
              + " history may be. Default: public.")
  private List<String> schemas;

  @Mixin private ConnectionOptions connection;

  @Option(names = "--rules", description = "Lists the rules.")
  private boolean rules;

  @Option(names = "--explain", paramLabel = "RULE", description = "Says everything of a rule.")
  private String explain;

  /** Loads what takes longest while the arguments are still being read. */
  public static void prepare() {
    SqlParser.load();
  }

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try {
      if (rules || explain != null) {
        return explain(out);
      }
      return lint(out);
    } finally {
      out.flush();
    }
  }

  private int explain(PrintWriter out) {
    if (explain == null) {
      Explanation.list(out);
      return Outcome.CLEAN;
    }
    Optional<Rule> rule = Rules.find(explain);
    if (rule.isEmpty()) {
      throw unusable(
          "there is no rule %s; the nearest are %s; memdb lint --rules lists all"
              .formatted(explain, String.join(", ", Explanation.nearest(explain))));
    }
    Explanation.write(rule.get(), out);
    return Outcome.CLEAN;
  }

  private int lint(PrintWriter out) {
    if (paths.isEmpty()) {
      throw unusable("name the files or folders to judge, or - for standard input");
    }
    requireKnown();
    Version from = from();
    Inputs inputs = Inputs.read(paths, System.in);
    List<String> problems = new ArrayList<>(inputs.problems());
    if (from != null
        && inputs.sets().stream()
            .flatMap(s -> s.files().stream())
            .allMatch(f -> f.version() == null)) {
      problems.add(
          "--from-version: no file has a version in its name, V<version>__<description>.sql");
    }
    Against against;
    try {
      against = against(from);
    } catch (ConnectException e) {
      command.commandLine().getErr().println("memdb lint: " + e.getMessage());
      return Outcome.UNUSABLE;
    }
    List<Finding> findings = new ArrayList<>();
    Map<String, String> texts = new LinkedHashMap<>();
    for (LintSet set : inputs.sets()) {
      set.files().stream()
          .filter(f -> f.backfill() == null)
          .forEach(f -> texts.put(f.path(), f.text()));
      findings.addAll(
          Linter.judge(set.files().stream().map(against::file).toList(), against.target()));
    }
    Outcome outcome = new Outcome(findings, texts, problems);
    format.write(outcome, out);
    problems.forEach(p -> command.commandLine().getErr().println("memdb lint: " + p));
    return outcome.exitCode();
  }

  private Against against(Version from) throws ConnectException {
    return live || !connection.ofThisMachine()
        ? Against.live(connection.login().read(), schemas, from, transactions())
        : Against.files(postgres, schemas, from, transactions());
  }

  private Target.Transactions transactions() {
    return Target.Transactions.valueOf(transactions.toUpperCase(Locale.ROOT));
  }

  private void requireKnown() {
    if (postgres < OLDEST || postgres > Target.NEWEST) {
      throw unusable(
          "--postgres is a major version from %d to %d".formatted(OLDEST, Target.NEWEST));
    }
    if (!transactions.equals("file") && !transactions.equals("statement")) {
      throw unusable("--transactions is file or statement");
    }
  }

  private Version from() {
    try {
      return fromVersion == null ? null : Version.of(fromVersion);
    } catch (IllegalArgumentException e) {
      throw unusable("--from-version: " + e.getMessage());
    }
  }

  private ParameterException unusable(String why) {
    return new ParameterException(command.commandLine(), why);
  }
}
