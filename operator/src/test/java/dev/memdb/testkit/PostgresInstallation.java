package dev.memdb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL as this machine has it, client programs included; the servers of the tests come
 * without.
 *
 * @param programs the folder of {@code postgres} and {@code pg_dump}
 * @param major its major version
 */
public record PostgresInstallation(Path programs, int major) {
  private static final List<String> NEEDED = List.of("initdb", "postgres", "pg_dump");
  private static final Pattern VERSION = Pattern.compile("\\) (\\d+)");

  /** Found by {@code pg_config} or {@code pg_dump} on the PATH; empty: there is none. */
  public static Optional<PostgresInstallation> local() {
    return Stream.concat(
            output("pg_config", "--bindir").map(Path::of).stream(), folderOf("pg_dump").stream())
        .filter(folder -> NEEDED.stream().allMatch(p -> Files.isExecutable(folder.resolve(p))))
        .findFirst()
        .map(folder -> new PostgresInstallation(folder, major(folder)));
  }

  /** The path of one of its programs. */
  public String program(String name) {
    return programs.resolve(name).toString();
  }

  private static Optional<Path> folderOf(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .map(PostgresInstallation::folderBehindLinks);
  }

  private static Path folderBehindLinks(Path program) {
    try {
      return program.toRealPath().getParent();
    } catch (IOException e) {
      return program.getParent();
    }
  }

  private static int major(Path folder) {
    String version = output(folder.resolve("postgres").toString(), "--version").orElse("");
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.find()) {
      throw new IllegalStateException(folder + "/postgres --version says: " + version);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Optional<String> output(String... command) {
    try {
      Command run = Command.run(List.of(command), Map.of(), "", line -> {});
      return run.status() == 0 ? Optional.of(run.output().strip()) : Optional.empty();
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
