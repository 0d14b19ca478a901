package dev.memdb.cli.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.safety.Rules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code memdb lint}: what it reads, what it says, and how it ends. */
class LintCommandTest {
  private static final String INDEX = "require-concurrent-index-creation";

  @TempDir Path dir;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int lint(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new LintCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private Path file(String name, String text) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  private List<String> found() throws IOException {
    List<String> files = new ArrayList<>();
    for (JsonNode finding : json().path("findings")) {
      if (!finding.path("severity").asText().equals("notice")) {
        files.add(dir.relativize(Path.of(finding.path("file").asText())).toString());
      }
    }
    return files;
  }

  @Test
  void nothingFoundEndsWith0() throws IOException {
    file("V1__a.sql", "CREATE TABLE t (a int); CREATE INDEX i ON t (a);");

    assertThat(lint(dir.toString())).isZero();

    assertThat(out.toString()).isEqualTo("1 file: nothing found\n");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aFindingEndsWith1UnderlinesItsLineAndShowsTheSafeWay() throws IOException {
    Path file = file("a.sql", "SELECT 1;\n\n\t CREATE INDEX i ON t (a); -- é\n");

    assertThat(lint(file.toString())).isEqualTo(1);

    assertThat(out.toString())
        .startsWith(file + ":3:3: error: ")
        .contains("[" + INDEX + "]\n")
        .contains(
            " 3 |   CREATE INDEX i ON t (a); -- é\n",
            "   |   ^^^^^^^^^^^^^^^^^^^^^^^\n   instead: ")
        .contains("   for example:\n     CREATE INDEX CONCURRENTLY")
        .contains("1 file: 1 error, 0 warnings, 0 notices");
  }

  @Test
  void onlyTheFirstLineOfALongStatementIsUnderlinedAndALongLineIsCut() throws IOException {
    String blanks = " ".repeat(300);
    Path file = file("a.sql", "SELECT 1;" + blanks + "CREATE INDEX\r\ni ON t (a);" + blanks);

    assertThat(lint(file.toString())).isEqualTo(1);

    assertThat(out.toString())
        .contains(" 1 | …" + " ".repeat(40) + "CREATE INDEX\n")
        .contains("   | " + " ".repeat(41) + "^".repeat(12) + "\n");
  }

  @Test
  void nothingThatATerminalWouldObeyIsPrinted() throws IOException {
    Path file = file("a.sql", "CREATE INDEX \"i\u001b[2J\u202e\" ON \"t\u001b[31m\" (a);");

    assertThat(lint(file.toString())).isEqualTo(1);

    assertThat(out.toString()).doesNotContain("\u001b", "\u202e").contains("\"i·[2J·\"");
  }

  @Test
  void aFolderIsASetThatRunsByVersion() throws IOException {
    file("V10__b.sql", "CREATE INDEX i ON t (a);");
    file("V9__a.sql", "CREATE TABLE t (a int);");
    file("V9__a.verify.sql", "SELECT true;");
    file("V8__fill.backfill.yaml", "table: app.t\nset:\n  a: \"0\"\n");
    file("deeper/V11__c.sql", "CREATE INDEX j ON u (a);");
    file("R__later.sql", "CREATE INDEX k ON u (a);");

    assertThat(lint("--format", "json", dir.toString())).isEqualTo(1);

    assertThat(found()).containsExactly("deeper/V11__c.sql", "R__later.sql");
    assertThat(json().path("files").asInt()).isEqualTo(4);
  }

  @Test
  void withoutVersionsNamesRunAsPeopleCount() throws IOException {
    file("2_table.sql", "CREATE TABLE t (a int);");
    file("10_index.sql", "CREATE INDEX i ON t (a);");

    assertThat(lint(dir.toString())).isZero();
  }

  @Test
  void earlierVersionsAreHistory() throws IOException {
    file("V1__a.sql", "CREATE TABLE t (a int);");
    file("V2__b.sql", "CREATE INDEX i ON t (a);");
    file("V3__c.sql", "CREATE INDEX j ON t (a);");

    assertThat(lint("--from-version", "3", "--format", "json", dir.toString())).isEqualTo(1);
    assertThat(found()).containsExactly("V3__c.sql");
  }

  @Test
  void fromAVersionNeedsVersions() throws IOException {
    Path file = file("a.sql", "SELECT 1;");

    assertThat(lint("--from-version", "3", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--from-version: no file has a version in its name");
    assertThat(lint("--from-version", "x", file.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--from-version: \"x\" is no version");
  }

  @Test
  void namesWithoutASchemaAreInThoseThatAreGiven() throws IOException {
    file("V1__t.sql", "CREATE TABLE memory.t (id bigint PRIMARY KEY, name varchar(50));");
    file("V2__text.sql", "ALTER TABLE t ALTER COLUMN name TYPE text;");
    String[] pending = {"--from-version", "2", dir.toString()};

    assertThat(lint(pending)).isEqualTo(1);
    assertThat(lint("--schemas", "app,memory", pending[0], pending[1], pending[2])).isZero();
  }

  @Test
  void aBackfillSaysThatItsTableHasRows() throws IOException {
    file("V1__t.sql", "CREATE TABLE app.t (id bigint PRIMARY KEY, n int);");
    file("V2__n.backfill.yaml", "table: app.t\nset:\n  n: \"0\"\n");
    file("V3__n.sql", "CREATE INDEX i ON app.t (n);");

    assertThat(lint("--format", "json", dir.toString())).isEqualTo(1);
    assertThat(found()).containsExactly("V3__n.sql");

    file("V2__n.backfill.yaml", "table: t\n");
    assertThat(lint(dir.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("V2__n.backfill.yaml: table: write it with its schema, like memory.memories");
  }

  @Test
  void standardInputIsAFile() {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream("CREATE INDEX i ON t (a);".getBytes(StandardCharsets.UTF_8)));
      assertThat(lint("-")).isEqualTo(1);
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).startsWith("stdin:1:1: error: ");
  }

  @Test
  void whatCannotBeReadEndsWith2AndTheRestIsJudged() throws IOException {
    Path good = file("good/a.sql", "CREATE INDEX i ON t (a);");
    Path latin = dir.resolve("latin.sql");
    Files.write(latin, new byte[] {'-', '-', (byte) 0xe9});
    Path large = dir.resolve("large.sql");
    try (OutputStream out = Files.newOutputStream(large)) {
      out.write(new byte[1 << 20]);
      out.write(' ');
    }
    Files.createDirectory(dir.resolve("empty"));

    assertThat(
            lint(
                good.toString(),
                latin.toString(),
                large.toString(),
                dir.resolve("empty").toString(),
                dir.resolve("nowhere").toString()))
        .isEqualTo(2);

    assertThat(out.toString()).contains(INDEX);
    assertThat(err.toString())
        .contains(
            "memdb lint: " + latin + ": it is not UTF-8; save the file as UTF-8",
            large + ": it has more than 1 MiB",
            dir.resolve("empty") + ": no file in it ends with .sql",
            dir.resolve("nowhere") + ": there is no such file or folder; correct the path");
  }

  @Test
  void oneVersionTwiceEndsWith2() throws IOException {
    file("V1__a.sql", "SELECT 1;");
    file("V01__b.sql", "SELECT 1;");

    assertThat(lint(dir.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("it has the same version as");
  }

  @Test
  void whatIsNoSqlIsAFindingWithPostgresqlsWords() throws IOException {
    Path file = file("a.sql", "SELECT 1;\nCREATE TABEL t ();");

    assertThat(lint(file.toString())).isEqualTo(1);
    assertThat(out.toString())
        .startsWith(file + ":2:8: error: syntax error at or near \"TABEL\" [syntax-error]")
        .contains(" 2 | CREATE TABEL t ();\n   |        ^");
  }

  @Test
  void workflowCommandsAreEscaped() throws IOException {
    Path file = file("50%,a:b/x.sql", "CREATE INDEX i ON \"t%\n\" (a);");

    assertThat(lint("--format", "github", file.toString())).isEqualTo(1);

    assertThat(out.toString().lines())
        .singleElement()
        .asString()
        .startsWith("::error file=" + dir + "/50%25%2Ca%3Ab/x.sql,line=1,endLine=2,title=" + INDEX)
        .contains("\"t%25%0A\"");
  }

  @Test
  void workflowCommandsNameFilesFromWhereTheRepositoryBegins() {
    StringWriter text = new StringWriter();
    String file = dir.resolve("db/V1__a.sql").toString();
    lintFinding(file, text);
    assertThat(text.toString())
        .startsWith("::error file=db/V1__a.sql,line=1,endLine=1,col=1,endColumn=24,title=");
  }

  private void lintFinding(String file, StringWriter text) {
    try {
      Files.createDirectories(Path.of(file).getParent());
      Files.writeString(Path.of(file), "CREATE INDEX i ON t (a);");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Inputs inputs = Inputs.read(List.of(file), InputStream.nullInputStream());
    LintSet.SqlText sql = inputs.sets().get(0).files().get(0);
    var findings =
        dev.memdb.safety.Linter.judge(
            List.of(new dev.memdb.safety.LintFile(sql.path(), sql.text(), true)),
            dev.memdb.safety.Target.of(18));
    Outcome outcome = new Outcome(findings, java.util.Map.of(sql.path(), sql.text()), List.of());
    PrintWriter out = new PrintWriter(text);
    GithubReport.write(outcome, out, dir.toString());
    out.flush();
  }

  @Test
  void sarifHasWhatCodeScanningNeeds() throws IOException {
    Path file = file("a b.sql", "SELECT 'é😀'; CREATE INDEX i ON t (a);\nCREATE INDEX i ON t (a);");

    assertThat(lint("--format", "sarif", file.toString())).isEqualTo(1);

    assertThat(json().path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = json().path("runs").path(0);
    assertThat(run.path("tool").path("driver").path("rules").findValuesAsText("id"))
        .containsExactlyElementsOf(Rules.all().stream().map(r -> r.id()).toList());
    assertThat(run.path("columnKind").asText()).isEqualTo("utf16CodeUnits");
    JsonNode result = run.path("results").path(0);
    assertThat(result.path("ruleId").asText()).isEqualTo(INDEX);
    assertThat(Rules.all().get(result.path("ruleIndex").asInt()).id()).isEqualTo(INDEX);
    assertThat(result.path("level").asText()).isEqualTo("error");
    assertThat(result.path("message").path("text").asText()).contains("CONCURRENTLY");
    JsonNode place = result.path("locations").path(0).path("physicalLocation");
    assertThat(place.path("artifactLocation").path("uri").asText())
        .isEqualTo("file://" + dir + "/a%20b.sql");
    assertThat(place.path("region").toString())
        .isEqualTo("{\"startLine\":1,\"startColumn\":15,\"endLine\":1,\"endColumn\":38}");
    assertThat(run.path("results").findValuesAsText("statementHash/v1")).doesNotHaveDuplicates();
  }

  @Test
  void aRuleIsExplained() {
    assertThat(lint("--explain", INDEX)).isZero();

    assertThat(out.toString())
        .startsWith(INDEX + " (error)\nlock: SHARE")
        .contains("\nunsafe:\n  CREATE INDEX ", "\nsafe:\n  CREATE INDEX CONCURRENTLY")
        .contains("-- memdb:allow " + INDEX);
  }

  @Test
  void anUnknownRuleGetsTheNearestNames() {
    assertThat(lint("--explain", "concurrent-index-craetion")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("there is no rule concurrent-index-craetion; the nearest are " + INDEX + ", ");
  }

  @Test
  void allRulesAreListed() {
    assertThat(lint("--rules")).isZero();

    assertThat(out.toString().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactlyElementsOf(Rules.all().stream().map(r -> r.id()).toList());
  }

  @Test
  void wrongArgumentsEndWith2() {
    assertThat(lint()).isEqualTo(2);
    assertThat(err.toString()).contains("name the files or folders to judge");
    assertThat(lint("--postgres", "13", ".")).isEqualTo(2);
    assertThat(err.toString()).contains("--postgres is a major version from 14 to 18");
    assertThat(lint("--format", "xml", ".")).isEqualTo(2);
    assertThat(lint("--transactions", "none", ".")).isEqualTo(2);
    assertThat(err.toString()).contains("--transactions is file or statement");
  }
}
