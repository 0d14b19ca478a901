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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** SARIF 2.1.0 (OASIS), as code scanning takes it: one run, all rules, one result each finding. */
final class SarifReport {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private SarifReport() {}

  static void write(Outcome outcome, PrintWriter out) {
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
    invocation(outcome, run.putArray("invocations").addObject());
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    Map<String, Integer> seen = new HashMap<>();
    outcome.findings().forEach(f -> results.add(result(f, outcome, seen)));
    JsonReport.print(log, out);
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
    return node;
  }

  private static void invocation(Outcome outcome, ObjectNode invocation) {
    invocation.put("executionSuccessful", outcome.problems().isEmpty());
    for (String problem : outcome.problems()) {
      ObjectNode told = invocation.withArray("/toolExecutionNotifications").addObject();
      told.put("level", "error").putObject("message").put("text", problem);
    }
  }

  private static ObjectNode result(Finding finding, Outcome outcome, Map<String, Integer> seen) {
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
    place.putObject("artifactLocation").put("uri", uri(finding.file()));
    Place end = Place.endOf(finding, outcome.texts().get(finding.file()));
    place
        .putObject("region")
        .put("startLine", finding.line())
        .put("startColumn", finding.column())
        .put("endLine", end.line())
        .put("endColumn", end.column());
    result
        .putObject("partialFingerprints")
        .put("statementHash/v1", fingerprint(finding, outcome, seen));
    return result;
  }

  /** The same when other lines come or go: the rule, the text, and which of several it is. */
  private static String fingerprint(Finding finding, Outcome outcome, Map<String, Integer> seen) {
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
