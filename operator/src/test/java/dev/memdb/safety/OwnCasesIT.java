package dev.memdb.safety;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.testkit.OnEachPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cases in this package's {@code *.jsonl}, in the form that {@code hack/lint-score} reads. Each
 * is judged for every version from its {@code pg} on, to {@code until} where that is said; what
 * {@code needs} the {@code catalog} is judged by that alone. Those with {@code "oracle": "server"}
 * are executed too, and judged once more with what the server's catalogs say.
 */
final class OwnCasesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @OnEachPostgres
  void everyCaseIsJudgedAsItIsLabelled(int major) throws IOException, SQLException {
    List<String> disagreements = new ArrayList<>();
    int cases = 0;
    try (var server = new CaseServer(major)) {
      for (Path file : files()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode one = JSON.readTree(line);
          if (one.path("pg").asInt() <= major && major <= one.path("until").asInt(major)) {
            cases++;
            try {
              judge(one, major, server, disagreements);
            } catch (IllegalArgumentException | SQLException e) {
              disagreements.add(one.path("id").asText() + ": " + e.getMessage());
            }
          }
        }
      }
    }
    assertThat(disagreements).as(cases + " cases").isEmpty();
    assertThat(cases).isGreaterThan(200);
  }

  private static void judge(JsonNode one, int major, CaseServer server, List<String> disagreements)
      throws SQLException {
    String id = one.path("id").asText();
    Set<String> scope = names(one.path("scope"));
    Set<String> expected = names(one.path("expect"));
    boolean executed = one.path("oracle").asText().equals("server");
    boolean catalog = one.path("needs").asText().equals("catalog");
    if (!catalog) {
      compare(id + ", replayed", scope, expected, Corpus.found(one, major, null), disagreements);
    }
    if (executed || catalog) {
      Schema live = server.prepare(one.path("setup").asText());
      compare(id + ", live", scope, expected, Corpus.found(one, major, live), disagreements);
    }
    if (executed) {
      server
          .contradiction(one, scope, expected)
          .map(c -> id + ": " + c)
          .ifPresent(disagreements::add);
    }
  }

  private static void compare(
      String id,
      Set<String> scope,
      Set<String> expected,
      List<String> found,
      List<String> disagreements) {
    var counted = new TreeSet<>(found);
    counted.retainAll(scope);
    if (!counted.equals(expected)) {
      disagreements.add(id + ": expected " + expected + ", found " + counted);
    }
  }

  private static Set<String> names(JsonNode list) {
    var names = new TreeSet<String>();
    list.forEach(n -> names.add(n.asText()));
    return names;
  }

  private static List<Path> files() throws IOException {
    Path root = Path.of(System.getProperty("memdb.root", ".."));
    try (Stream<Path> files =
        Files.list(root.resolve("operator/src/test/resources/dev/memdb/safety"))) {
      return files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
    }
  }
}
