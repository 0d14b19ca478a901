package dev.memdb.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server as a child process, so that tests can kill, stop and restart it.
 *
 * <p>{@link #shared(int)} is one server per major version and JVM, for tests that only need a
 * database; {@link #start(int, Map)} is a server of the test's own, for tests that break it.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Map<Integer, PostgresServer> SHARED = new ConcurrentHashMap<>();
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

  private final int major;
  private final Path programs;
  private final Path data;
  private final int port;
  private final Map<String, String> settings;
  private final String smallDiskSize;
  private Process process;

  private PostgresServer(Path programs, int major, Map<String, String> settings)
      throws IOException {
    this(programs, major, settings, null);
  }

  private PostgresServer(
      Path programs, int major, Map<String, String> settings, String smallDiskSize)
      throws IOException {
    this.smallDiskSize = smallDiskSize;
    this.major = major;
    this.programs = programs;
    this.data = Files.createTempDirectory("memdb-pg" + major + "-");
    this.port = freePort();
    this.settings = new TreeMap<>(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  private void initialize() throws IOException {
    run(
        List.of(
            programs.resolve("initdb").toString(),
            "-D",
            data.toString(),
            "-U",
            "postgres",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C.UTF-8"));
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host all postgres 127.0.0.1/32 trust\nhost all all all scram-sha-256\n");
  }

  /**
   * The server of this JVM for one major version, started on first use.
   *
   * @param major 14 or 18, the ends of the supported range
   */
  public static PostgresServer shared(int major) {
    return SHARED.computeIfAbsent(
        major, m -> start(m, Map.of("fsync", "off", "max_prepared_transactions", "10")));
  }

  /**
   * A server of one's own; the caller closes it.
   *
   * @param major 14 or 18
   * @param settings {@code postgresql.conf} parameters beside those that keep it small; with {@code
   *     listen_addresses} others than this machine can reach it, see {@link TestDatabase#at}
   */
  public static PostgresServer start(int major, Map<String, String> settings) {
    return start(
        new PostgresInstallation(PostgresBinaries.of(major).resolve("bin"), major), settings);
  }

  /** A server of one's own from another installation; the caller closes it. */
  public static PostgresServer start(
      PostgresInstallation installation, Map<String, String> settings) {
    try {
      PostgresServer server =
          new PostgresServer(installation.programs(), installation.major(), settings);
      server.initialize();
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A server of one's own that sees a small file system at {@link #smallDisk()}, which is empty
   * again after a restart; the caller closes it.
   *
   * @param size as tmpfs has it: {@code 24m}
   */
  public static PostgresServer startWithSmallDisk(
      int major, Map<String, String> settings, String size) {
    try {
      PostgresServer server =
          new PostgresServer(PostgresBinaries.of(major).resolve("bin"), major, settings, size);
      server.initialize();
      Files.createDirectory(server.smallDisk());
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a tablespace may be made that is soon full. */
  public Path smallDisk() {
    return data.resolveSibling(data.getFileName() + "-small");
  }

  /** A standby made of a copy of this server's files; this one must be stopped. */
  public PostgresServer standby() {
    try {
      PostgresServer copy = new PostgresServer(programs, major, settings);
      try (Stream<Path> files = Files.walk(data)) {
        for (Path file : files.filter(f -> !f.equals(data)).toList()) {
          Files.copy(
              file,
              copy.data.resolve(data.relativize(file)),
              StandardCopyOption.COPY_ATTRIBUTES); // PostgreSQL insists on their permissions
        }
      }
      Files.createFile(copy.data.resolve("standby.signal"));
      copy.start();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the server again after {@link #stopImmediately()}; same port. */
  public void start() {
    List<String> command = new ArrayList<>(List.of(programs.resolve("postgres").toString()));
    command.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    Map<String, String> all = new TreeMap<>();
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.put("max_connections", "100");
    all.put("shared_buffers", "64MB");
    all.putAll(settings);
    all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    try {
      process =
          (smallDiskSize == null ? asUser(command) : withSmallDisk(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("server.log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  /** The immediate shutdown: no checkpoint, sessions cut off, recovery at the next start. */
  public void stopImmediately() {
    signal("QUIT");
    awaitEnd();
  }

  /** The fast shutdown: sessions ended, checkpoint written. */
  public void stop() {
    signal("INT");
    awaitEnd();
  }

  /** A new database owned by a new login with a random password. */
  public TestDatabase createDatabase() {
    return createDatabase("db" + NAMES.incrementAndGet() + "_" + ProcessHandle.current().pid());
  }

  /** A new database of this name, owned by a login {@code <name>_owner}. */
  public TestDatabase createDatabase(String name) {
    String password = Long.toHexString(ThreadLocalRandom.current().nextLong());
    String owner = name + "_owner";
    admin().execute("CREATE ROLE \"" + owner + "\" LOGIN PASSWORD '" + password + "'");
    admin().execute("CREATE DATABASE \"" + name + "\" OWNER \"" + owner + "\"");
    return new TestDatabase("127.0.0.1", port, name, owner, password);
  }

  /** The superuser's view of the database {@code postgres}. */
  public TestDatabase admin() {
    return adminOf("postgres");
  }

  /** The superuser's view of one database. */
  public TestDatabase adminOf(String database) {
    return new TestDatabase("127.0.0.1", port, database, "postgres", "");
  }

  public int port() {
    return port;
  }

  public int major() {
    return major;
  }

  /** The data directory, to read the log or to break files. */
  public Path data() {
    return data;
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      stopImmediately();
    }
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      Files.deleteIfExists(smallDisk());
    } catch (IOException | UncheckedIOException e) {
      // a temporary folder that is already gone
    }
  }

  private void signal(String name) {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      new ProcessBuilder("kill", "-" + name, pid).start().waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  private void awaitAnswer() {
    Instant end = Instant.now().plus(Duration.ofSeconds(60));
    while (true) {
      try (var c = admin().connect()) {
        return;
      } catch (SQLException e) {
        if (!process.isAlive() || Instant.now().isAfter(end)) {
          throw new IllegalStateException("PostgreSQL did not start: " + log(), e);
        }
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      }
    }
  }

  private String log() {
    try {
      return Files.readString(data.resolve("server.log"));
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
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().remove("PGOPTIONS");
    return builder;
  }

  /** A file system that only this process sees; mounted as root of a user namespace of its own. */
  private ProcessBuilder withSmallDisk(List<String> command) {
    List<String> all = new ArrayList<>(List.of("unshare", "-U", "-r", "-m", "sh", "-c"));
    all.add("mount -t tmpfs -o size=$1 tmpfs \"$2\" && shift 2 && exec unshare -U \"$@\"");
    all.addAll(List.of("sh", smallDiskSize, smallDisk().toString()));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().remove("PGOPTIONS");
    return builder;
  }

  /** Below the ephemeral range, where another connection's own port could sit. */
  static int freePort() throws IOException {
    for (int i = 0; i < 200; i++) {
      int candidate = ThreadLocalRandom.current().nextInt(15_000, 32_000);
      try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken: another one
      }
    }
    throw new IOException("no free port between 15000 and 32000");
  }
}
