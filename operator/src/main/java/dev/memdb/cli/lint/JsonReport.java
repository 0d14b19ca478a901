package dev.memdb.cli.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.memdb.safety.Finding;
import dev.memdb.safety.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;

/** One JSON object with everything; docs/lint.md says what its fields are. */
final class JsonReport {
  private JsonReport() {}

  static void write(Outcome outcome, PrintWriter out) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("files", outcome.texts().size());
    all.put("errors", outcome.count(Severity.ERROR));
    all.put("warnings", outcome.count(Severity.WARNING));
    all.put("notices", outcome.count(Severity.NOTICE));
    outcome.findings().forEach(f -> all.withArray("/findings").add(finding(f, outcome)));
    if (!all.has("findings")) {
      all.putArray("findings");
    }
    outcome.problems().forEach(all.putArray("unusable")::add);
    print(all, out);
  }

  private static ObjectNode finding(Finding finding, Outcome outcome) {
    Place end = Place.endOf(finding, outcome.texts().get(finding.file()));
    return JsonNodeFactory.instance
        .objectNode()
        .put("rule", finding.rule())
        .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
        .put("file", finding.file())
        .put("line", finding.line())
        .put("column", finding.column())
        .put("endLine", end.line())
        .put("endColumn", end.column())
        .put("message", finding.message())
        .put("instead", finding.instead());
  }

  static void print(JsonNode json, PrintWriter out) {
    try {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    } catch (IOException e) {
      throw new UncheckedIOException("a tree could not be written as JSON", e);
    }
  }
}
