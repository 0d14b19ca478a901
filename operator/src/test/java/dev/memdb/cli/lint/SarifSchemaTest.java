package dev.memdb.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.memdb.safety.Finding;
import dev.memdb.safety.LintFile;
import dev.memdb.safety.Linter;
import dev.memdb.safety.Rule;
import dev.memdb.safety.Rules;
import dev.memdb.safety.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * {@code --format sarif} against OASIS' own JSON schema of SARIF 2.1.0, and against what GitHub's
 * documentation of code scanning asks for beside it.
 */
class SarifSchemaTest {
  private static final Schema SCHEMA = schema();
  private static final String WORKSPACE = "/builds/app";

  private static Schema schema() {
    String name = "/schema/sarif-schema-2.1.0.json";
    try (InputStream in = SarifSchemaTest.class.getResourceAsStream(name)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(in);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static JsonNode sarif(Outcome outcome) throws IOException {
    var text = new StringWriter();
    SarifReport.write(outcome, new PrintWriter(text), WORKSPACE);
    return new ObjectMapper().readTree(text.toString());
  }

  private static Outcome of(String file, String sql, List<String> problems) {
    List<Finding> findings =
        Linter.judge(List.of(new LintFile(file, sql, true)), Target.of(Target.NEWEST));
    return new Outcome(findings, Map.of(file, sql), problems);
  }

  private static void isValid(JsonNode sarif) {
    assertThat(SCHEMA.validate(sarif)).extracting(Error::toString).isEmpty();
  }

  /** Without this the others would prove nothing. */
  @Test
  void theSchemaRefusesWhatIsWrong() throws IOException {
    JsonNode sarif = sarif(of("a.sql", "CREATE INDEX i ON t (a);", List.of()));
    String text = sarif.toString();

    for (String wrong :
        List.of(
            text.replace("\"startLine\":1", "\"startLine\":0"),
            text.replace("\"level\":\"error\"", "\"level\":\"fatal\""),
            text.replace("\"columnKind\"", "\"columnsKind\""),
            text.replace("\"name\":\"memdb lint\",", ""))) {
      assertThat(wrong).isNotEqualTo(text);
      assertThat(SCHEMA.validate(new ObjectMapper().readTree(wrong))).isNotEmpty();
    }
  }

  @Test
  void everyOutcomeIsValid() throws IOException {
    isValid(sarif(new Outcome(List.of(), Map.of(), List.of())));
    isValid(sarif(new Outcome(List.of(), Map.of(), List.of("V1__a.sql: it is not UTF-8"))));
    isValid(sarif(of("a.sql", "", List.of())));
    isValid(sarif(of("a.sql", "CREATE TABLE (", List.of())));
    isValid(sarif(of("a.sql", "SELECT 'a", List.of("b.sql: there is no such file"))));
  }

  /** Each at the place of its own unsafe example. */
  @Test
  void theFindingsOfEveryRuleAreValid() throws IOException {
    for (Rule rule : Rules.all()) {
      JsonNode sarif = sarif(of(rule.id() + ".sql", rule.setup() + rule.unsafe(), List.of()));
      isValid(sarif);
      results(sarif, rule.setup() + rule.unsafe());
    }
  }

  private static void results(JsonNode sarif, String sql) {
    List<String> lines = sql.lines().toList();
    JsonNode rules = sarif.at("/runs/0/tool/driver/rules");
    for (JsonNode result : sarif.at("/runs/0/results")) {
      assertThat(rules.path(result.path("ruleIndex").asInt()).path("id"))
          .isEqualTo(result.path("ruleId"));
      assertThat(result.at("/message/text").asText()).isNotBlank();
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertThat(place.at("/artifactLocation/uri").asText()).doesNotStartWith("/").endsWith(".sql");
      JsonNode region = place.path("region");
      int start = region.path("startLine").asInt();
      int end = region.path("endLine").asInt();
      assertThat(start).isBetween(1, end);
      assertThat(end).isLessThanOrEqualTo(Math.max(1, lines.size()));
      assertThat(region.path("startColumn").asInt()).isPositive();
      assertThat(region.path("endColumn").asInt())
          .isBetween(
              start == end ? region.path("startColumn").asInt() : 1,
              lines.get(end - 1).length() + 1);
    }
  }

  /** Columns are those of UTF-16: an emoji is two of them. */
  @Test
  void theRegionIsTheStatement() throws IOException {
    String first = "SELECT '\uD83D\uDE00';";
    JsonNode sarif =
        sarif(of("a.sql", first + " CREATE INDEX\n  i ON t (a);  \nSELECT 1;", List.of()));

    assertThat(sarif.at("/runs/0/columnKind").asText()).isEqualTo("utf16CodeUnits");
    assertThat(sarif.at("/runs/0/results/0/locations/0/physicalLocation/region").toString())
        .isEqualTo(
            "{\"startLine\":1,\"startColumn\":%d,\"endLine\":2,\"endColumn\":13}"
                .formatted(first.length() + 2));
  }

  @Test
  void filesAreNamedFromWhereTheRepositoryBegins() throws IOException {
    String sql = "CREATE INDEX i ON t (a);";

    assertThat(uri(WORKSPACE + "/db/a b.sql", sql)).isEqualTo("db/a%20b.sql");
    assertThat(uri(Path.of("db/V1__ä.sql").toString(), sql)).isEqualTo("db/V1__%C3%A4.sql");
    assertThat(uri("/elsewhere/a.sql", sql)).isEqualTo("file:///elsewhere/a.sql");
  }

  private static String uri(String file, String sql) throws IOException {
    JsonNode sarif = sarif(of(file, sql, List.of()));
    isValid(sarif);
    return sarif.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").asText();
  }

  /** What GitHub shows of a rule, within its limits: 1,024 characters, ten tags or fewer. */
  @Test
  void rulesHaveWhatGithubShows() throws IOException {
    JsonNode rules = sarif(of("a.sql", "", List.of())).at("/runs/0/tool/driver/rules");

    assertThat(rules).hasSize(Rules.all().size());
    for (JsonNode rule : rules) {
      for (String text : List.of("/shortDescription/text", "/fullDescription/text")) {
        assertThat(rule.at(text).asText()).as(rule.path("id").asText()).isNotBlank();
        assertThat(rule.at(text).asText().length()).isLessThanOrEqualTo(1024);
      }
      assertThat(rule.at("/help/text").asText()).isNotBlank();
      assertThat(rule.at("/help/markdown").asText()).contains("```sql");
      assertThat(rule.at("/defaultConfiguration/level").asText()).isIn("error", "warning", "note");
      assertThat(rule.at("/properties/problem.severity").asText())
          .isIn("error", "warning", "recommendation");
      assertThat(rule.at("/properties/tags").size()).isBetween(1, 10);
    }
  }

  /** More than 25,000 results in a run are refused as a whole; the worst are kept. */
  @Test
  void whatGithubWouldRefuseIsLeftOut() throws IOException {
    Finding error = of("a.sql", "CREATE INDEX i ON t (a);", List.of()).findings().get(0);
    Finding notice =
        new Finding(
            error.rule(), dev.memdb.safety.Severity.NOTICE, error.file(), 1, 1, 0, 6, "less", "");
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < 25_001; i++) {
      many.add(i == 25_000 ? error : notice);
    }

    JsonNode sarif =
        sarif(new Outcome(many, Map.of("a.sql", "CREATE INDEX i ON t (a);"), List.of()));

    assertThat(sarif.at("/runs/0/results")).hasSize(25_000);
    assertThat(sarif.at("/runs/0/results/0/level").asText()).isEqualTo("error");
    assertThat(sarif.at("/runs/0/invocations/0/toolExecutionNotifications/0/message/text").asText())
        .isEqualTo("1 more findings are left out.");
  }
}
