package dev.memdb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The programs of PostgreSQL as child processes, on one folder. */
final class PostgresProcess {
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final Path programs;
  private final ServerFolder folder;
  private final Optional<String> smallDiskSize;
  private Process process;

  /**
   * @param programs the folder with {@code initdb} and {@code postgres}
   * @param smallDiskSize of the file system that only the server sees, as tmpfs has it; empty: none
   */
  PostgresProcess(Path programs, ServerFolder folder, Optional<String> smallDiskSize) {
    this.programs = programs;
    this.folder = folder;
    this.smallDiskSize = smallDiskSize;
  }

  /** Makes the data directory. */
  void initialize() throws IOException {
    run(
        List.of(
            programs.resolve("initdb").toString(),
            "-D",
            folder.data().toString(),
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8"));
    Files.writeString(
        folder.data().resolve("pg_hba.conf"),
        "host all postgres 127.0.0.1/32 trust\nhost all all all scram-sha-256\n");
    if (smallDiskSize.isPresent()) {
      Files.createDirectory(folder.smallDisk());
    }
  }

  /**
   * Starts the server; it does not answer yet.
   *
   * @param settings beside those that keep it small
   */
  void start(int port, Map<String, String> settings) {
    List<String> command = new ArrayList<>(List.of(programs.resolve("postgres").toString()));
    command.addAll(List.of("-D", folder.data().toString(), "-p", Integer.toString(port)));
    Map<String, String> all = new TreeMap<>();
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.put("max_connections", "100");
    all.put("shared_buffers", "64MB");
    all.putAll(settings);
    all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    try {
      process =
          smallDiskSize
              .map(size -> withSmallDisk(command, size))
              .orElseGet(() -> asUser(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * Ends it by a signal.
   *
   * @param signal QUIT or INT: the immediate shutdown, or the fast one
   */
  void end(String signal) {
    try {
      String pid = Files.readAllLines(folder.data().resolve("postmaster.pid")).get(0).strip();
      new ProcessBuilder("kill", "-" + signal, pid).start().waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("PostgreSQL did not stop within 20 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path logFile() {
    return folder.data().resolve("server.log");
  }

  /** What the server has written. */
  String log() {
    try {
      return Files.readString(logFile());
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process = asUser(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.get(0) + " failed: " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** PostgreSQL refuses to run as root: a user namespace without a mapping is nobody there. */
  static ProcessBuilder asUser(List<String> command) {
    List<String> all = new ArrayList<>(ROOT ? List.of("unshare", "-U") : List.of());
    all.addAll(command);
    return builder(all);
  }

  /** A file system that only this process sees; mounted as root of a user namespace of its own. */
  private ProcessBuilder withSmallDisk(List<String> command, String size) {
    List<String> all = new ArrayList<>(List.of("unshare", "-U", "-r", "-m", "sh", "-c"));
    all.add("mount -t tmpfs -o size=$1 tmpfs \"$2\" && shift 2 && exec unshare -U \"$@\"");
    all.addAll(List.of("sh", size, folder.smallDisk().toString()));
    all.addAll(command);
    return builder(all);
  }

  private static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("PGOPTIONS");
    return builder;
  }
}
