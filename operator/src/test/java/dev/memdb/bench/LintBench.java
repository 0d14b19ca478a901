package dev.memdb.bench;

import dev.memdb.safety.Finding;
import dev.memdb.safety.LintFile;
import dev.memdb.safety.Linter;
import dev.memdb.safety.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What judging costs: 1,000 ordinary statements in 100 files by a warm linter, as an operator is;
 * and 12 files from a cold start, as CI is. Beside squawk, where that is on the PATH; it is always
 * cold.
 */
public final class LintBench {
  private static final int FILES = 100;
  private static final int STATEMENTS = 1_000;
  private static final int FEW = 12;
  private static final int WARM_UPS = 8;
  private static final int ROUNDS = 11;
  private static final int COLD_ROUNDS = 5;
  private static final double GOAL_MS = 0.5;

  private LintBench() {}

  public static void main(String[] args) throws Exception {
    List<LintFile> files = files(FILES);
    Path folder = Files.createTempDirectory("lint-bench");
    try {
      write(folder.resolve("all"), files);
      write(folder.resolve("few"), files(FEW));
      double warm = warm(files);
      cold("memdb lint, cold", memdb(folder.resolve("few")), FEW * STATEMENTS / FILES);
      if (Programs.isOnPath("squawk")) {
        cold("squawk, 1,000 statements", squawk(folder.resolve("all")), STATEMENTS);
        cold("squawk, 12 files", squawk(folder.resolve("few")), FEW * STATEMENTS / FILES);
      } else {
        System.out.println("Without a baseline: squawk is not on the PATH.");
      }
      Report.result("lint", warm, "ms", GOAL_MS);
    } finally {
      delete(folder);
    }
    System.exit(0);
  }

  private static double warm(List<LintFile> files) {
    List<Double> times = new ArrayList<>();
    int findings = 0;
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      long start = System.nanoTime();
      findings = (int) Linter.judge(files, Target.of(18)).stream().filter(Finding::counts).count();
      double ms = (System.nanoTime() - start) / 1e6;
      if (round >= 0) {
        times.add(ms / STATEMENTS);
      }
    }
    double median = Report.median(Report.array(times));
    Map<String, Object> line = line("memdb lint, warm", STATEMENTS);
    line.put("findings", findings);
    line.put("median_ms_per_statement", median);
    line.put("min_ms_per_statement", times.stream().min(Double::compare).orElseThrow());
    Report.line(line);
    return median;
  }

  private static void cold(String way, List<String> command, int statements) throws Exception {
    List<Double> times = new ArrayList<>();
    for (int round = -1; round < COLD_ROUNDS; round++) {
      long start = System.nanoTime();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() > 1) {
        throw new IllegalStateException(way + " ended with " + process.exitValue());
      }
      if (round >= 0) { // the first one reads from the disk
        times.add((System.nanoTime() - start) / 1e6);
      }
    }
    Map<String, Object> line = line(way, statements);
    line.put("median_ms", Report.median(Report.array(times)));
    line.put("min_ms", times.stream().min(Double::compare).orElseThrow());
    Report.line(line);
  }

  private static Map<String, Object> line(String way, int statements) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("bench", "lint");
    line.put("way", way);
    line.put("statements", statements);
    return line;
  }

  private static List<String> memdb(Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-jar",
        Path.of(System.getProperty("memdb.target"), "memdb.jar").toString(),
        "lint",
        folder.toString());
  }

  private static List<String> squawk(Path folder) throws IOException {
    List<String> command = new ArrayList<>(List.of("squawk"));
    try (Stream<Path> files = Files.list(folder)) {
      files.sorted().map(Path::toString).forEach(command::add);
    }
    return command;
  }

  /** Ten statements each, of the kinds that migrations have; about one in five has a finding. */
  private static List<LintFile> files(int count) {
    List<LintFile> files = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      files.add(new LintFile("V%d__step.sql".formatted(i), text(i), true));
    }
    return files;
  }

  private static String text(int n) {
    return String.format(
        Locale.ROOT,
        """
        CREATE TABLE app.orders_%1$d (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          customer_id bigint NOT NULL REFERENCES app.customers (id),
          status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'sent')),
          total numeric(12, 2) NOT NULL,
          created_at timestamptz NOT NULL DEFAULT now(),
          updated_at timestamptz NOT NULL DEFAULT now()
        );
        CREATE INDEX orders_%1$d_customer_id_idx ON app.orders_%1$d (customer_id);
        CREATE INDEX orders_%1$d_open_idx ON app.orders_%1$d (created_at) WHERE status = 'new';
        ALTER TABLE app.customers ADD COLUMN note_%1$d text;
        ALTER TABLE app.customers ADD CONSTRAINT note_%1$d_short CHECK (length(note_%1$d) < 500) NOT VALID;
        COMMENT ON COLUMN app.customers.note_%1$d IS 'what the support has written';
        CREATE FUNCTION app.touch_%1$d() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          NEW.updated_at := now();
          RETURN NEW;
        END $$;
        CREATE TRIGGER touch BEFORE UPDATE ON app.orders_%1$d FOR EACH ROW EXECUTE FUNCTION app.touch_%1$d();
        ALTER TABLE app.invoices ALTER COLUMN number_%1$d SET NOT NULL;
        UPDATE app.customers SET note_%1$d = '' WHERE note_%1$d IS NULL AND id BETWEEN 1 AND 1000;
        """,
        n);
  }

  private static void write(Path folder, List<LintFile> files) throws IOException {
    Files.createDirectories(folder);
    for (LintFile file : files) {
      Files.writeString(folder.resolve(file.name()), file.text());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
