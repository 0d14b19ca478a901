package dev.memdb.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code memdb new backfill}, run once or several times on one folder. */
record NewBackfill(Path dir, StringWriter out, StringWriter err) {
  private static final String IMPORTANCE = "importance=least(1.0, length(content) / 1000.0)";

  NewBackfill(Path dir) {
    this(dir, new StringWriter(), new StringWriter());
  }

  /** Its exit code. */
  int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("backfill", "--dir", dir.toString()));
    all.addAll(List.of(arguments));
    return new CommandLine(new NewCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  /** The same for one column, as docs/backfill.md has it. */
  int importance(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of("--table", "memory.memories", "--set", IMPORTANCE, "--type", "real"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  /** The names of the files in the folder, sorted. */
  List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  String text(String file) throws IOException {
    return Files.readString(dir.resolve(file));
  }
}
