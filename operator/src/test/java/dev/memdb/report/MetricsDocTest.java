package dev.memdb.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.memdb.api.EnvironmentState;
import dev.memdb.api.Reason;
import dev.memdb.report.ResourceReading.EnvironmentReading;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/metrics.md says what is served, and the queries in it ask for nothing else. */
class MetricsDocTest {
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (memdb_\\w+) (\\w+)$");
  private static final Pattern SERIES = Pattern.compile("(?m)^(memdb_\\w+)(?:\\{(.*)})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(memdb_\\w+)` \\| (\\w+) \\| (.*?) \\| (.+) \\|$");
  private static final Pattern OUTCOMES = Pattern.compile("`outcome` \\(([^)]+)\\)");

  /**
   * A metric of the table.
   *
   * @param labels their names in alphabetical order
   */
  private record Metric(String type, Set<String> labels) {}

  @Test
  void theTableHasEachMetricWithItsTypeAndLabels() throws IOException {
    assertThat(documented()).isEqualTo(served());
  }

  @Test
  void theTableHasEachOutcome() throws IOException {
    String page = page();
    assertThat(outcomes(page, "memdb_looks_total")).isEqualTo(words(TaskMeters.Look.values()));
    assertThat(outcomes(page, "memdb_runs_total")).isEqualTo(words(TaskMeters.Run.values()));
  }

  @Test
  void queriesAskForMetricsThatThereAre() throws IOException {
    Set<String> asked =
        Pattern.compile("\\bmemdb_\\w+")
            .matcher(page())
            .results()
            .map(MatchResult::group)
            .map(name -> name.replaceFirst("_seconds_(bucket|sum|count)$", "_seconds"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(asked).isEqualTo(served().keySet());
  }

  private static Map<String, Metric> documented() throws IOException {
    return ROW.matcher(page())
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1),
                row -> new Metric(row.group(2), labels(row.group(3))),
                (a, b) -> {
                  throw new AssertionError("twice in the table");
                },
                TreeMap::new));
  }

  private static Set<String> labels(String cell) {
    return Pattern.compile("`(\\w+)`")
        .matcher(cell)
        .results()
        .map(m -> m.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> outcomes(String page, String metric) {
    MatchResult row =
        ROW.matcher(page)
            .results()
            .filter(r -> r.group(1).equals(metric))
            .findFirst()
            .orElseThrow();
    return OUTCOMES
        .matcher(row.group(3))
        .results()
        .flatMap(m -> Stream.of(m.group(1).split(", ")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> words(Enum<?>... outcomes) {
    return Stream.of(outcomes)
        .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of a process that has seen everything once: what has no series is not in the text. */
  private static Map<String, Metric> served() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    ProcessGauges.register(registry.getPrometheusRegistry(), pool, pool, () -> false);
    TaskMeters tasks = new TaskMeters(registry.getPrometheusRegistry());
    tasks.looked(TaskMeters.Look.SEEN, Duration.ofMillis(4));
    tasks.ran(TaskMeters.Run.POSTPONED, 1, Duration.ofSeconds(2));
    tasks.lockTimedOut();
    tasks.erred();
    new ResourceGauges(registry.getPrometheusRegistry()).tell(reading());
    String text = registry.scrape();
    pool.shutdown();

    Map<String, Set<String>> labels = new TreeMap<>();
    SERIES
        .matcher(text)
        .results()
        .forEach(
            series ->
                labels
                    .computeIfAbsent(
                        series.group(1).replaceFirst("_seconds_(bucket|sum|count)$", "_seconds"),
                        name -> new TreeSet<>())
                    .addAll(labelNames(series.group(2))));
    return TYPE.matcher(text)
        .results()
        .collect(
            Collectors.toMap(
                t -> t.group(1),
                t -> new Metric(t.group(2), labels.get(t.group(1))),
                (a, b) -> a,
                TreeMap::new));
  }

  /** The bounds of a histogram's buckets are a matter of the format. */
  private static Set<String> labelNames(String labels) {
    return labels == null
        ? Set.of()
        : LABEL
            .matcher(labels)
            .results()
            .map(m -> m.group(1))
            .filter(name -> !name.equals("le"))
            .collect(Collectors.toSet());
  }

  private static ResourceReading reading() {
    return new ResourceReading(
        "ai",
        "recall",
        "1",
        true,
        Reason.UP_TO_DATE,
        Optional.of(true),
        List.of(
            new EnvironmentReading(
                "staging",
                EnvironmentState.READY,
                Reason.UP_TO_DATE,
                0,
                OptionalInt.of(0),
                Optional.of(Instant.EPOCH.plus(Duration.ofDays(1))))));
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/metrics.md"));
  }
}
