package dev.memdb.cli.lint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memdb.safety.Finding;
import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import dev.memdb.safety.Severity;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SARIF 2.1.0 (OASIS), as code scanning takes it: one run, all rules, one result each finding.
 * Numbers in parentheses are sections of the specification.
 */
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  /** GitHub refuses a file with more; the worst are left then. */
  private static final int MOST = 25_000;

  private final Outcome outcome;
  private final String workspace;
  private final Map<String, Integer> seen = new HashMap<>();

  private SarifReport(Outcome outcome, String workspace) {
    this.outcome = outcome;
    this.workspace = workspace;
  }

  /**
   * @param workspace where the repository is, which paths must begin at; null: here
   */
  static void write(Outcome outcome, PrintWriter out, String workspace) {
    JsonReport.print(new SarifReport(outcome, workspace).log(), out);
  }

  private ObjectNode log() {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "memdb lint");
    String version = SarifReport.class.getPackage().getImplementationVersion();
    if (version != null) {
      driver.put("version", version);
    }
    ArrayNode rules = driver.putArray("rules");
    Rules.all().forEach(rule -> rules.add(rule(rule)));
    invocation(run.putArray("invocations").addObject());
    run.put("columnKind", "utf16CodeUnits"); // (3.14.27)
    ArrayNode results = run.putArray("results");
    told().forEach(f -> results.add(result(f)));
    return log;
  }

  private List<Finding> told() {
    return outcome.findings().size() <= MOST
        ? outcome.findings()
        : outcome.findings().stream()
            .sorted(Comparator.comparing(Finding::severity))
            .limit(MOST)
            .toList();
  }

  private static ObjectNode rule(Rule rule) {
    ObjectNode node = JsonNodeFactory.instance.objectNode().put("id", rule.id());
    node.putObject("shortDescription").put("text", rule.id().replace('-', ' '));
    node.putObject("fullDescription").put("text", rule.why());
    node.putObject("help")
        .put("text", rule.why() + "\n" + rule.instead() + "\n\n" + rule.safe())
        .put(
            "markdown",
            "%s\n\nLock: %s\n\n%s\n\n```sql\n%s\n```"
                .formatted(rule.why(), rule.lock(), rule.instead(), rule.safe()));
    node.putObject("defaultConfiguration").put("level", level(rule.severity()));
    ObjectNode properties = node.putObject("properties");
    properties.put(
        "problem.severity",
        rule.severity() == Severity.NOTICE ? "recommendation" : level(rule.severity()));
    properties.putArray("tags").add("postgresql").add("migrations");
    return node;
  }

  private void invocation(ObjectNode invocation) {
    invocation.put("executionSuccessful", outcome.problems().isEmpty());
    outcome.problems().forEach(p -> notification(invocation, "error", p));
    int more = outcome.findings().size() - MOST;
    if (more > 0) {
      notification(invocation, "warning", more + " more findings are left out.");
    }
  }

  private static void notification(ObjectNode invocation, String level, String text) {
    ObjectNode told = invocation.withArray("/toolExecutionNotifications").addObject();
    told.put("level", level).putObject("message").put("text", text);
  }

  private ObjectNode result(Finding finding) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ruleId", finding.rule());
    List<Rule> rules = Rules.all();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).id().equals(finding.rule())) {
        result.put("ruleIndex", i);
      }
    }
    result.put("level", level(finding.severity()));
    result.putObject("message").put("text", finding.message() + " " + finding.instead());
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    ObjectNode artifact = place.putObject("artifactLocation");
    artifact.put("uri", uri(RepositoryPath.of(finding.file(), workspace)));
    region(finding, place.putObject("region"));
    result.putObject("partialFingerprints").put("statementHash/v1", fingerprint(finding));
    return result;
  }

  /** Lines and columns begin with 1 (3.30.5, 3.30.6), and the end is behind the last (3.30.8). */
  private void region(Finding finding, ObjectNode region) {
    String text = outcome.texts().get(finding.file());
    int from = Math.min(finding.offset(), text.length());
    int to = Math.min(from + finding.length(), text.length());
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    region
        .put("startLine", finding.line())
        .put("startColumn", column(text, from))
        .put("endLine", Place.endOf(finding, text).line())
        .put("endColumn", column(text, to));
  }

  /** In UTF-16 code units, as editors and GitHub count. */
  private static int column(String text, int at) {
    return at - text.lastIndexOf('\n', at - 1);
  }

  /** The same when other lines come or go: the rule, the text, and which of several it is. */
  private String fingerprint(Finding finding) {
    String text = outcome.texts().get(finding.file());
    int from = Math.min(finding.offset(), text.length());
    int to = Math.min(from + finding.length(), text.length());
    String key =
        Integer.toHexString(
            (finding.file() + '\n' + finding.rule() + '\n' + text.substring(from, to)).hashCode());
    return key + ":" + seen.merge(key, 1, Integer::sum);
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case NOTICE -> "note";
    };
  }

  /** A path as a reference, relative where the path is. */
  private static String uri(String path) {
    String plain = path.startsWith("./") ? path.substring(2) : path;
    try {
      return path.startsWith("/")
          ? new URI("file", "", plain, null).toString()
          : new URI(null, null, plain, null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a path that is no reference: " + path, e);
    }
  }
}
