package dev.memdb.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as its own process, from the jar that people get; it can be killed and stopped. */
public final class OperatorProcess implements AutoCloseable {
  private static final Path JAR =
      Path.of(System.getProperty("memdb.target", "target")).resolve("memdb.jar").toAbsolutePath();

  private static final Pattern PORT = Pattern.compile("health and metrics on port (\\d+)");

  private final Process process;
  private final Path log;

  private OperatorProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one.
   *
   * @param server the Kubernetes API it works against
   * @param namespace the one it watches and has its Lease in
   * @param settings further environment variables
   * @param jvm options of the JVM, for example {@code -Xmx512m}
   */
  public static OperatorProcess start(
      ApiServer server, String namespace, Map<String, String> settings, String... jvm) {
    try {
      Path log = Files.createTempFile("memdb-operator", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(jvm));
      command.addAll(List.of("-XX:+UseSerialGC", "-jar", JAR.toString(), "operator"));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      Map<String, String> environment = new TreeMap<>(settings);
      environment.putIfAbsent("MEMDB_WATCH_NAMESPACES", namespace);
      environment.putIfAbsent("MEMDB_LEASE_NAMESPACE", namespace);
      environment.putIfAbsent("MEMDB_ALLOW_LOOPBACK", "true");
      environment.putIfAbsent("MEMDB_HTTP_PORT", "0");
      environment.put("KUBECONFIG", server.kubeconfig().toString());
      builder.environment().putAll(environment);
      OperatorProcess operator = new OperatorProcess(builder.start(), log);
      Runtime.getRuntime().addShutdownHook(new Thread(operator.process::destroyForcibly));
      return operator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that it has written. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code /metrics} answers; it has started. */
  public Scrape scrape() {
    Matcher port = PORT.matcher(log());
    if (!port.find()) {
      throw new IllegalStateException("the operator has not started:\n" + log());
    }
    return Scrape.of(Integer.parseInt(port.group(1)));
  }

  /** {@code kill -9}; returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** {@code SIGTERM}; returns when it has ended. */
  public void stop() {
    process.destroy();
    await();
  }

  /** {@code SIGSTOP}: it stays, and does nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** {@code SIGCONT}. */
  public void thaw() {
    signal("CONT");
  }

  /** Its resident memory in MiB, as the kernel counts it. */
  public long residentMiB() {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(l -> l.startsWith("VmRSS:"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("the operator did not end within 30 s:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      // a temporary file
    }
  }
}
