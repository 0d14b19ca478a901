package dev.memdb.safety;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.memdb.testkit.PostgresServer;
import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Cases whose findings are known, one JSON object a line, and how well the linter does on them. */
final class Corpus {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A rule that a case should have had and has not, or the other way round. */
  record Miss(String id, String rule, boolean falseAlarm) {
    @Override
    public String toString() {
      return (falseAlarm ? "false alarm " : "missed      ") + rule + "  in " + id;
    }
  }

  /** What came of a run. */
  record Score(int cases, int hits, List<Miss> misses, java.util.Set<String> notScored) {

    long falseAlarms() {
      return misses.stream().filter(Miss::falseAlarm).count();
    }

    long missed() {
      return misses.size() - falseAlarms();
    }

    double precision() {
      return hits == 0 && falseAlarms() == 0 ? 1 : (double) hits / (hits + falseAlarms());
    }

    double recall() {
      return hits == 0 && missed() == 0 ? 1 : (double) hits / (hits + missed());
    }

    String lastLine() {
      return String.format(
          java.util.Locale.ROOT,
          "cases=%d precision=%.3f recall=%.3f false_alarms=%d missed=%d",
          cases,
          precision(),
          recall(),
          falseAlarms(),
          missed());
    }
  }

  private Corpus() {}

  static Score score(Path file) throws IOException {
    int cases = 0;
    int hits = 0;
    List<Miss> misses = new ArrayList<>();
    var notScored = new TreeSet<String>();
    for (String line : Files.readAllLines(file)) {
      JsonNode one = line.isBlank() ? null : JSON.readTree(line);
      if (one == null || one.has("disputed")) {
        continue;
      }
      cases++;
      List<String> found = found(one);
      for (JsonNode scope : one.path("scope")) {
        String rule = scope.asText();
        boolean wanted = contains(one.path("expect"), rule);
        if (!isScored(rule)) {
          if (wanted) {
            notScored.add(rule);
          }
          continue;
        }
        if (wanted && found.contains(rule)) {
          hits++;
        } else if (wanted != found.contains(rule)) {
          misses.add(new Miss(one.path("id").asText(), rule, !wanted));
        }
      }
    }
    return new Score(cases, hits, misses, notScored);
  }

  /** Notices are not, nor is what is no rule here. */
  private static boolean isScored(String rule) {
    return Rules.find(rule).filter(r -> r.severity() != Severity.NOTICE).isPresent();
  }

  private static boolean contains(JsonNode list, String value) {
    return StreamSupport.stream(list.spliterator(), false).anyMatch(n -> n.asText().equals(value));
  }

  private static List<String> found(JsonNode one) {
    String setup = one.path("setup").asText();
    boolean asks = !setup.isBlank() && one.path("needs").asText().equals("catalog");
    return found(one, one.path("pg").asInt(), asks ? live(setup) : null);
  }

  /** The rules with findings that count, for a server of that version with that schema. */
  static List<String> found(JsonNode one, int major, Schema live) {
    List<LintFile> files = new ArrayList<>();
    String setup = one.path("setup").asText();
    if (!setup.isBlank()) {
      files.add(new LintFile("V1__setup.sql", setup, false));
    }
    for (String file : files(one)) {
      files.add(new LintFile("V" + (files.size() + 2) + "__case.sql", file, true));
    }
    Target.Transactions transactions =
        one.path("tx").asText().equals("file")
            ? Target.Transactions.FILE
            : Target.Transactions.STATEMENT;
    var target = new Target(major, live, transactions);
    return Linter.judge(files, target).stream()
        .filter(Finding::counts)
        .map(Finding::rule)
        .distinct()
        .collect(Collectors.toList());
  }

  /** The files of a case, in order. */
  static List<String> files(JsonNode one) {
    return List.of(one.path("sql").asText().split("(?m)^" + Rule.NEXT_FILE + "$", -1));
  }

  /** What a real server has after the setup; null when that cannot be run. */
  private static Schema live(String setup) {
    TestDatabase database = PostgresServer.shared(18).createDatabase();
    TestDatabase admin = PostgresServer.shared(18).adminOf(database.name());
    try {
      admin.execute(setup);
    } catch (IllegalStateException e) {
      System.out.println("the setup fails, it is only read: " + e.getCause().getMessage());
      return null;
    }
    return Schema.read(admin.column(Schema.query()));
  }
}
