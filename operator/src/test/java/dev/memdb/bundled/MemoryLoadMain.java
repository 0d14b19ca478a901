package dev.memdb.bundled;

import dev.memdb.backfill.BackfillState;
import dev.memdb.backfill.Backfills;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The application of the demo. The database is {@code DATABASE_URL} of the environment, for it
 * holds a password.
 *
 * <p>Arguments: {@code seed ROWS} fills an empty database with memories. {@code load ROWS FILE}
 * works until it is ended, and writes a line into the file for each query: when it ended, in
 * milliseconds of the epoch, and how many milliseconds the application has waited for it. Meanwhile
 * it prints every other second how far a backfill is.
 */
public final class MemoryLoadMain {
  private static final double PER_SECOND = 150;

  private MemoryLoadMain() {}

  public static void main(String[] args) throws Exception {
    String url = System.getenv("DATABASE_URL");
    MemoryLoad.Source source = () -> DriverManager.getConnection(url);
    int rows = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "seed" -> MemoryLoad.seed(source, rows);
      case "load" -> load(source, rows, Path.of(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void load(MemoryLoad.Source source, int rows, Path file)
      throws IOException, SQLException, InterruptedException {
    try (PrintWriter lines =
            new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8), true);
        MemoryLoad load =
            MemoryLoad.start(
                source,
                rows,
                PER_SECOND,
                millis ->
                    lines.println(
                        String.format(
                            Locale.ROOT, "%d %.1f", System.currentTimeMillis(), millis)));
        Connection beside = source.open()) {
      while (!load.endsWithin(2, TimeUnit.SECONDS)) {
        Backfills.states(beside).stream()
            .filter(state -> state.phase() == BackfillState.Phase.FILLING)
            .forEach(state -> System.out.println(describe(state)));
      }
    }
  }

  private static String describe(BackfillState state) {
    String hot =
        state.rows() == 0
            ? ""
            : ", %d %% of them in place".formatted(100 * state.hotRows() / state.rows());
    return String.format(
        Locale.ROOT,
        "backfill of version %s: %d %%, %,d rows%s%s",
        state.version(),
        state.percent(),
        state.rows(),
        hot,
        state.limitedBy().map(by -> "; waits: " + by).orElse(""));
  }
}
