package dev.memdb.bench;

import dev.memdb.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The other tool that fills a column while an application works, where it is on the PATH: it adds
 * the column, its triggers and the values by itself (its documentation: pgroll start, add_column).
 */
final class Pgroll {
  static final String PROGRAM = "pgroll";
  private static final String TRIGGERS =
      "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger"
          + " WHERE tgrelid = '"
          + BackfillTable.NAME
          + "'::regclass AND NOT tgisinternal";
  private static final String MIGRATION =
      """
      {"operations": [{"add_column": {
        "table": "memories",
        "up": "%s",
        "column": {"name": "filled_by_pgroll", "type": "%s", "nullable": true}
      }}]}
      """;

  private Pgroll() {}

  /** It has ended with an error: no reason to throw the other figures away. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String message) {
      super(message);
    }
  }

  /**
   * Its triggers instead of ours.
   *
   * @param superusers the view of a copy that may create an event trigger, which it does
   */
  static BackfillWays.Way way(BackfillTable table, UnaryOperator<TestDatabase> superusers) {
    return (connections, copy) -> {
      copy.column(TRIGGERS).forEach(copy::execute);
      TestDatabase database = superusers.apply(copy);
      Path folder = Files.createTempDirectory("memdb-pgroll");
      Path migration = folder.resolve("01_filled.json");
      Files.writeString(migration, MIGRATION.formatted(table.value().formatted(""), table.type()));
      try {
        run(database, List.of(PROGRAM, "init"));
        run(database, List.of(PROGRAM, "start", migration.toString(), "--complete"));
      } finally {
        Files.delete(migration);
        Files.delete(folder);
      }
      String missed =
          "SELECT count(*) FROM " + BackfillTable.NAME + " WHERE filled_by_pgroll IS NULL";
      if (!copy.value(missed).equals("0")) {
        throw new FailedException("it has missed rows");
      }
    };
  }

  private static void run(TestDatabase d, List<String> command)
      throws IOException, InterruptedException, FailedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "PGROLL_PG_URL",
            "postgres://%s:%s@%s:%d/%s?sslmode=disable"
                .formatted(d.user(), d.password(), d.host(), d.port(), d.name()));
    builder.environment().put("PGROLL_SCHEMA", "app");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new FailedException(String.join(" ", command) + ": " + output.strip());
    }
  }
}
