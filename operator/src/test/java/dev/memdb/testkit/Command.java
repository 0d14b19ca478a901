package dev.memdb.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that was run to its end.
 *
 * @param line the program and its arguments, as one line for messages
 * @param status its exit status; 0 is success
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
public record Command(String line, int status, String output, String errors) {
  /** Building Kubernetes takes five minutes on two cores, and much longer on busy ones. */
  private static final int LONGEST_MINUTES = 60;

  /**
   * Runs a program.
   *
   * @param environment what is added to this process's own
   * @param input what it reads; may be empty
   * @param listener is given each line of standard error as it comes
   */
  public static Command run(
      List<String> command, Map<String, String> environment, String input, Listener listener) {
    String line = String.join(" ", command);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> output =
          CompletableFuture.supplyAsync(() -> read(process.getInputStream(), ignored -> {}));
      CompletableFuture<String> errors =
          CompletableFuture.supplyAsync(() -> read(process.getErrorStream(), listener));
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      }
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(line + " still ran after " + LONGEST_MINUTES + " minutes");
      }
      return new Command(line, process.exitValue(), output.join(), errors.join());
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(line + " was interrupted", e);
    }
  }

  /** Who wants to see the lines of standard error. */
  public interface Listener {
    void line(String line);
  }

  /**
   * Its standard output.
   *
   * @throws IllegalStateException when it failed, with all that it said
   */
  public String orThrow() {
    if (status != 0) {
      throw new IllegalStateException(
          "%s ended with status %d:\n%s%s".formatted(line, status, errors, output));
    }
    return output;
  }

  private static String read(InputStream stream, Listener listener) {
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      return reader
          .lines()
          .peek(listener::line)
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
